#pragma once

#include "portfolio/redmine_names.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace klik::portfolio {

/// What is sent to Redmine for an issue.
class RedmineBodies {
  public:
    RedmineBodies(const RedmineSettings& settings, RedmineNames& names)
        : settings_{settings}, names_{names} {}

    /// What to POST. Redmine's own defaults have no say in what KLIK says is empty.
    [[nodiscard]] Result<nlohmann::json> new_issue(const std::string& project, std::int64_t number,
                                                   const Fields& fields);
    /// What to PUT; `unknown_value` where a name is none of Redmine's.
    [[nodiscard]] Result<nlohmann::json>
    changes(const std::string& project, std::optional<std::int64_t> number, const Fields& fields);
    /// What to PUT so that the issue carries the number where the configuration has it.
    [[nodiscard]] Result<nlohmann::json> numbered(const Item& item, std::int64_t number);

  private:
    [[nodiscard]] Result<void> put_field(nlohmann::json& body, const std::string& project,
                                         Field field, const std::string& value);
    [[nodiscard]] Result<void> put_named(nlohmann::json& body, const std::string& key,
                                         const RedmineNames::List& list, const std::string& value);
    [[nodiscard]] Result<void> put_place(nlohmann::json& body, const std::string& project,
                                         RedminePlace place, const std::string& value);

    const RedmineSettings& settings_;
    RedmineNames& names_;
};

} // namespace klik::portfolio
