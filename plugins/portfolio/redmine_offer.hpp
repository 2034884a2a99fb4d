#pragma once

#include "portfolio/redmine_wants.hpp"

#include <chrono>
#include <map>
#include <string>

namespace klik::portfolio {

/// Members of projects with what each has to be asked for alone: once a day.
class RedminePeople {
  public:
    /// Null where it is to be asked for.
    [[nodiscard]] ToolPerson* known(const std::string& id);
    void remember(const ToolPerson& person) { by_id_[person.id] = person; }

  private:
    std::map<std::string, ToolPerson> by_id_;
    std::chrono::steady_clock::time_point since_{};
};

/// What Redmine has for one project, and what is missing of rights and set-up.
[[nodiscard]] Result<Offer> offer_of(const RedmineSettings& settings, RedmineServer& server,
                                     RedmineNames& names, RedmineWants& wants,
                                     RedminePeople& people, const std::string& project);

} // namespace klik::portfolio
