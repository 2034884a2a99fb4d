#include "portfolio/redmine_wants.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace klik::portfolio {

namespace {

using nlohmann::json;

bool is_true(const json& value) {
    return value.is_boolean() && value.get<bool>();
}

std::set<std::string> ids_of(const json& list) {
    std::set<std::string> ids;
    for (const auto& each : list) {
        ids.insert(id_at(each, "id"));
    }
    return ids;
}

} // namespace

/// Of custom fields. A project does not tell those that are for all projects; an issue does.
Result<std::set<std::string>> RedmineWants::ids_in(const std::string& project) {
    const auto set_up = server_.get(
        fmt::format("/projects/{}.json?include=issue_custom_fields", in_query(project)), "project");
    const auto tracker = names_.id_of(RedmineNames::trackers(), settings_.tracker);
    if (!set_up || !tracker) {
        return std::unexpected(set_up ? tracker.error() : set_up.error());
    }
    auto ids = ids_of(at(at(*set_up, "project"), "issue_custom_fields"));
    const auto issues = server_.get(
        fmt::format("/issues.json?project_id={}&subproject_id=!*&status_id=*&tracker_id={}&limit=1",
                    id_at(at(*set_up, "project"), "id"), *tracker),
        "issues");
    if (!issues) {
        return std::unexpected(issues.error());
    }
    for (const auto& issue : at(*issues, "issues")) {
        ids.merge(ids_of(at(issue, "custom_fields")));
    }
    return ids;
}

Result<std::vector<std::string>> RedmineWants::required_fields(const std::string& project) {
    const auto all = server_.get("/custom_fields.json", "custom_fields");
    if (!all) {
        return std::unexpected(all.error());
    }
    const auto ids = ids_in(project);
    if (!ids) {
        return std::unexpected(ids.error());
    }
    std::vector<std::string> names;
    for (const auto& field : at(*all, "custom_fields")) {
        const auto id = id_at(field, "id");
        const auto name = text_at(field, "name");
        const bool is_number = name == settings_.number_field || id == settings_.number_field;
        const bool is_of_tracker =
            std::ranges::any_of(at(field, "trackers"), [&](const json& each) {
                return text_at(each, "name") == settings_.tracker;
            });
        if (text_at(field, "customized_type") == "issue" && is_true(at(field, "is_required")) &&
            text_at(field, "default_value").empty() && is_of_tracker && !is_number &&
            ids->contains(id)) {
            names.push_back(name);
        }
    }
    return names;
}

/// All else that a task may have is filled in, so that what is still missing is missing of each.
Result<json> RedmineWants::issue_without_subject(const std::string& project) {
    Fields fields{{Field::title, ""},
                  {Field::description, "-"},
                  {Field::start_date, "2000-01-03"},
                  {Field::due_date, "2000-01-03"}};
    const auto self = server_.get("/users/current.json", "user");
    if (!self) {
        return std::unexpected(self.error());
    }
    fields[Field::assignee] = id_at(at(*self, "user"), "id");
    for (const auto& [field, place] :
         {std::pair{Field::phase, settings_.phase}, std::pair{Field::theme, settings_.theme}}) {
        if (place == RedminePlace::none) {
            continue;
        }
        const auto list = place == RedminePlace::category ? RedmineNames::categories(project)
                                                          : RedmineNames::versions(project);
        const auto names = server_.get(list.path, list.kind);
        if (!names) {
            return std::unexpected(names.error());
        }
        for (const auto& each : at(*names, list.kind)) {
            fields[field] = text_at(each, "name");
        }
    }
    return bodies_.new_issue(project, 0, fields);
}

/// Redmine makes no issue without a subject, and says at once all that it misses.
Result<std::vector<std::string>> RedmineWants::said_of_any(const std::string& project) {
    const auto body = issue_without_subject(project);
    if (!body) {
        return std::unexpected(body.error());
    }
    const auto made = server_.send("POST", "/issues.json", {{"issue", *body}});
    if (!made) {
        return made.error().code == "refused" ? Result<std::vector<std::string>>{server_.said()}
                                              : std::unexpected(made.error());
    }
    // A plugin of Redmine's may fill in a subject.
    const auto id = id_at(at(*made, "issue"), "id");
    if (auto away = server_.send("DELETE", fmt::format("/issues/{}.json", id)); !away) {
        return std::unexpected(away.error());
    }
    return {};
}

Error RedmineWants::reason_of(const std::string& project, const std::vector<std::string>& said,
                              const Error& error) {
    if (!of_any_.contains(project)) {
        auto asked = said_of_any(project);
        if (!asked) {
            return error;
        }
        of_any_.emplace(project, *std::move(asked));
    }
    const auto& of_any = of_any_[project];
    std::vector<std::string> wanted;
    std::ranges::copy_if(said, std::back_inserter(wanted), [&](const std::string& each) {
        return std::ranges::find(of_any, each) != of_any.end();
    });
    if (wanted.empty()) {
        return error;
    }
    return {"makes_none",
            fmt::format("Redmine makes no issue in project `{}` of what KLIK has; it says: {}. "
                        "Give a custom field that it names a default value there (Administration, "
                        "Custom fields), or take \"Required\" off it; a field of Redmine's own is "
                        "filled where [plugins.portfolio.fields] names it",
                        project, fmt::join(wanted, "; "))};
}

} // namespace klik::portfolio
