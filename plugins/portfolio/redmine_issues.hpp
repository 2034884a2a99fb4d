#pragma once

#include "portfolio/redmine_names.hpp"

#include <optional>
#include <string>
#include <vector>

namespace klik::portfolio {

/// RFC 3339 in whole seconds; Redmine takes no others.
[[nodiscard]] std::string whole_second(common::Time time);

/// Issues as items.
class RedmineIssues {
  public:
    RedmineIssues(const RedmineSettings& settings, RedmineServer& server, RedmineNames& names)
        : settings_{settings}, server_{server}, names_{names} {}

    /// Those with a KLIK number that match `filter` (of a query, from `&` on), oldest first.
    [[nodiscard]] Result<std::vector<Item>> all_of(const std::string& project,
                                                   const std::string& filter);
    [[nodiscard]] std::string filter_for(const std::string& project, std::int64_t number);
    [[nodiscard]] Result<std::vector<Item>> read_many(const std::vector<std::string>& ids);
    [[nodiscard]] Result<Item> read(const std::string& id);
    [[nodiscard]] Result<Item> item_of(const std::string& project, const nlohmann::json& issue);

    /// Where the status is none that may follow: then nothing else is to be written either.
    [[nodiscard]] std::optional<Error> forbidden_step(const Item& now, const Fields& fields) const;
    /// Redmine says the same of a project that is not there and of a mistake in the issue.
    [[nodiscard]] Error why_not_made(const std::string& project, const Error& error);

    /// `Tool::remember`.
    void remember(const std::string& id, std::int64_t number);

  private:
    void learn(const Item& item);
    /// Numbers of tasks for the issues that come before it.
    [[nodiscard]] Result<void> tell_prerequisites(std::vector<Item>& items,
                                                  const std::vector<nlohmann::json>& issues);
    [[nodiscard]] Result<void> learn_numbers(std::set<std::string> ids);
    [[nodiscard]] Result<std::vector<nlohmann::json>> issues_by_id(std::set<std::string> ids,
                                                                   std::string_view status = "*");
    /// Those of them that are open.
    [[nodiscard]] Result<std::vector<std::string>> open_in_words(const std::set<std::string>& ids);
    [[nodiscard]] Result<std::vector<std::string>> open_blockers_of(const std::string& id,
                                                                    const nlohmann::json& issue);

    const RedmineSettings& settings_;
    RedmineServer& server_;
    RedmineNames& names_;
    /// Which task an issue is, as far as it was ever seen; none: it is no task.
    std::map<std::string, std::optional<std::int64_t>> numbers_;
    /// Numbers were seen in descriptions though there is a field for them.
    bool has_numbers_in_text_ = false;
};

} // namespace klik::portfolio
