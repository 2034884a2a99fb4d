#pragma once

#include "portfolio/redmine_bodies.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace klik::portfolio {

/// What Redmine wants of every new issue of a project, and the configuration does not give: mostly
/// custom fields that are required.
class RedmineWants {
  public:
    RedmineWants(const RedmineSettings& settings, RedmineServer& server, RedmineNames& names,
                 RedmineBodies& bodies)
        : settings_{settings}, server_{server}, names_{names}, bodies_{bodies} {}

    /// Names of custom fields that are required, have no default value and are surely in the
    /// project: for a key that may list custom fields, as an administrator's.
    [[nodiscard]] Result<std::vector<std::string>> required_fields(const std::string& project);
    /// Why a new issue was refused, of which Redmine said `said`: `makes_none` where it would say
    /// some of it of any issue in the project, else `error`.
    [[nodiscard]] Error reason_of(const std::string& project, const std::vector<std::string>& said,
                                  const Error& error);
    /// What it would say of any issue is asked for anew.
    void forget() { of_any_.clear(); }

  private:
    [[nodiscard]] Result<std::set<std::string>> ids_in(const std::string& project);
    [[nodiscard]] Result<nlohmann::json> issue_without_subject(const std::string& project);
    [[nodiscard]] Result<std::vector<std::string>> said_of_any(const std::string& project);

    const RedmineSettings& settings_;
    RedmineServer& server_;
    RedmineNames& names_;
    RedmineBodies& bodies_;
    std::map<std::string, std::vector<std::string>> of_any_; ///< by project
};

} // namespace klik::portfolio
