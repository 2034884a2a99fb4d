#pragma once

#include "portfolio/redmine_json.hpp"
#include "portfolio/redmine_server.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace klik::portfolio {

/// What names mean in Redmine: asked for once, and again when one is not known.
class RedmineNames {
  public:
    RedmineNames(const RedmineSettings& settings, RedmineServer& server)
        : settings_{settings}, server_{server} {}

    /// A list of things with names, by its path (`/issue_statuses.json`) and its key.
    struct List {
        std::string path;
        std::string kind;
        std::string what; ///< one of them, for a sentence
    };
    static List statuses();
    static List priorities();
    static List trackers();
    static List categories(const std::string& project);
    static List versions(const std::string& project);

    /// `unknown_value` where there is no such thing.
    [[nodiscard]] Result<std::string> id_of(const List& list, const std::string& name);
    /// `project` is its identifier; it is asked for to be sure that it is there.
    [[nodiscard]] Result<std::string> project_id(const std::string& project);
    [[nodiscard]] Result<std::string> project_named(const std::string& id);
    /// What is wrong where the project is closed: everything can be read and nothing written. Asked
    /// for each time.
    [[nodiscard]] std::optional<Error> closed(const std::string& project);
    /// The error, or `closed`: to a write a closed project answers as one in which the key has no
    /// right, and to a POST as if there were none.
    [[nodiscard]] Error reason_of(const std::string& project, const Error& error);
    [[nodiscard]] Result<IssueForm> form(const std::string& project);
    /// Something was not as it was known: all is asked for again when it is needed.
    void forget();

  private:
    using Ids = std::map<std::string, std::string>;
    [[nodiscard]] Result<Ids> fetched(const List& list);
    [[nodiscard]] Result<nlohmann::json> take_project(const std::string& project);
    [[nodiscard]] Result<std::string> number_field(const std::string& project);
    [[nodiscard]] Result<std::optional<std::string>> number_field_of_issues();

    const RedmineSettings& settings_;
    RedmineServer& server_;
    std::map<std::string, Ids> lists_;
    Ids project_ids_;
    Ids project_names_;
    std::optional<std::string> number_field_;
};

} // namespace klik::portfolio
