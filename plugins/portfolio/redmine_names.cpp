#include "portfolio/redmine_names.hpp"

#include "portfolio/words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ranges>

namespace klik::portfolio {

namespace {

using nlohmann::json;

std::optional<std::string> field_named(const json& fields, const std::string& name) {
    for (const auto& each : fields) {
        if (text_at(each, "name") == name) {
            return id_at(each, "id");
        }
    }
    return std::nullopt;
}

} // namespace

RedmineNames::List RedmineNames::statuses() {
    return {"/issue_statuses.json", "issue_statuses", "status"};
}

RedmineNames::List RedmineNames::priorities() {
    return {"/enumerations/issue_priorities.json", "issue_priorities", "priority"};
}

RedmineNames::List RedmineNames::trackers() {
    return {"/trackers.json", "trackers", "tracker"};
}

RedmineNames::List RedmineNames::categories(const std::string& project) {
    return {fmt::format("/projects/{}/issue_categories.json", in_query(project)),
            "issue_categories", "category of the project"};
}

RedmineNames::List RedmineNames::versions(const std::string& project) {
    return {fmt::format("/projects/{}/versions.json", in_query(project)), "versions",
            "version of the project"};
}

Result<RedmineNames::Ids> RedmineNames::fetched(const List& list) {
    const auto answer = server_.get(list.path, list.kind);
    if (!answer) {
        return std::unexpected(answer.error());
    }
    Ids ids;
    for (const auto& each : at(*answer, list.kind)) {
        ids.emplace(text_at(each, "name"), id_at(each, "id"));
    }
    return ids;
}

Result<std::string> RedmineNames::id_of(const List& list, const std::string& name) {
    auto& known = lists_[list.path];
    if (const auto found = known.find(name); found != known.end()) {
        return found->second;
    }
    auto fresh = fetched(list);
    if (!fresh) {
        return std::unexpected(fresh.error());
    }
    known = *std::move(fresh);
    if (const auto found = known.find(name); found != known.end()) {
        return found->second;
    }
    return std::unexpected(Error{
        "unknown_value",
        fmt::format("Redmine has no {} `{}`; there are: {}", list.what, name,
                    known.empty() ? "none"
                                  : fmt::format("{}", fmt::join(known | std::views::keys, ", ")))});
}

Result<json> RedmineNames::take_project(const std::string& project) {
    auto answer = server_.get(
        fmt::format("/projects/{}.json?include=issue_custom_fields", in_query(project)), "project");
    if (!answer) {
        return std::unexpected(answer.error());
    }
    auto found = at(*answer, "project");
    const auto id = id_at(found, "id");
    project_ids_[project] = id;
    project_names_.try_emplace(id, project == id ? text_at(found, "identifier") : project);
    return found;
}

Result<std::string> RedmineNames::project_id(const std::string& project) {
    if (!project_ids_.contains(project)) {
        if (auto taken = take_project(project); !taken) {
            return std::unexpected(taken.error());
        }
    }
    return project_ids_[project];
}

Result<std::string> RedmineNames::project_named(const std::string& id) {
    if (!project_names_.contains(id)) {
        if (auto taken = take_project(id); !taken) {
            return std::unexpected(taken.error());
        }
    }
    return project_names_[id];
}

std::optional<Error> RedmineNames::closed(const std::string& project) {
    constexpr std::int64_t closed_status = 5;
    const auto found = take_project(project);
    if (!found || number_at(*found, "status") != closed_status) {
        return std::nullopt;
    }
    return Error{"closed",
                 fmt::format("project `{}` is closed in Redmine, so that nobody can write "
                             "to it; open it again there (\"Reopen\")",
                             project)};
}

Error RedmineNames::reason_of(const std::string& project, const Error& error) {
    return error.code == "forbidden" || error.code == "refused" ? closed(project).value_or(error)
                                                                : error;
}

// Only an administrator may list custom fields, and a project tells only those that are not for
// all projects; an issue tells all that it has.
Result<std::optional<std::string>> RedmineNames::number_field_of_issues() {
    const auto tracker = id_of(trackers(), settings_.tracker);
    if (!tracker) {
        return std::unexpected(tracker.error());
    }
    const auto issues = server_.get(
        fmt::format("/issues.json?status_id=*&limit=1&tracker_id={}", *tracker), "issues");
    if (!issues) {
        return std::unexpected(issues.error());
    }
    for (const auto& issue : at(*issues, "issues")) {
        if (auto id = field_named(at(issue, "custom_fields"), settings_.number_field)) {
            return id;
        }
    }
    const auto fields = server_.get("/custom_fields.json", "custom_fields");
    if (!fields) {
        if (fields.error().code == "forbidden") {
            return std::nullopt;
        }
        return std::unexpected(fields.error());
    }
    return field_named(at(*fields, "custom_fields"), settings_.number_field);
}

Result<std::string> RedmineNames::number_field(const std::string& project) {
    if (whole_number(settings_.number_field)) {
        return settings_.number_field;
    }
    const auto found = take_project(project);
    if (!found) {
        return std::unexpected(found.error());
    }
    if (auto id = field_named(at(*found, "issue_custom_fields"), settings_.number_field)) {
        return *std::move(id);
    }
    auto id = number_field_of_issues();
    if (!id) {
        return std::unexpected(id.error());
    }
    if (*id) {
        return **std::move(id);
    }
    return std::unexpected(Error{
        "unknown_value",
        fmt::format("this key sees no custom field `{}`; add it to tracker `{}` and project `{}`, "
                    "or, where it is for all projects, give its number as `number_field`: an "
                    "administrator sees it in the address /custom_fields/NUMBER/edit",
                    settings_.number_field, settings_.tracker, project)});
}

Result<IssueForm> RedmineNames::form(const std::string& project) {
    IssueForm form{.phase = settings_.phase,
                   .theme = settings_.theme,
                   .relation = settings_.relation,
                   .number_field = {},
                   .tracker = settings_.tracker};
    if (settings_.number_field.empty()) {
        return form;
    }
    if (!number_field_) {
        auto id = number_field(project);
        if (!id) {
            return std::unexpected(id.error());
        }
        number_field_ = *std::move(id);
    }
    form.number_field = number_field_;
    return form;
}

void RedmineNames::forget() {
    lists_.clear();
    project_ids_.clear();
    project_names_.clear();
    number_field_.reset();
}

} // namespace klik::portfolio
