#include "portfolio/redmine_issues.hpp"

#include "portfolio/words.hpp"

#include <date/date.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace klik::portfolio {

namespace {

using nlohmann::json;

constexpr std::size_t ids_at_once = 100;
constexpr std::size_t longest_subject = 60; // characters, in a sentence

/// With those of its subtasks.
std::set<std::string> parts_of(const json& issue) {
    std::set<std::string> ids;
    for (const auto& child : at(issue, "children")) {
        ids.insert(id_at(child, "id"));
        ids.merge(parts_of(child));
    }
    return ids;
}

/// A field that is no filter in Redmine is left out of a query, which gives all issues then.
void add_others(std::vector<json>& issues, const std::vector<json>& others) {
    std::set<std::string> there;
    for (const auto& each : issues) {
        there.insert(id_at(each, "id"));
    }
    std::ranges::copy_if(others, std::back_inserter(issues),
                         [&](const json& each) { return !there.contains(id_at(each, "id")); });
}

} // namespace

std::string whole_second(common::Time time) {
    return date::format("%FT%TZ", date::floor<std::chrono::seconds>(time));
}

void RedmineIssues::remember(const std::string& id, std::int64_t number) {
    numbers_[id] = number;
}

void RedmineIssues::learn(const Item& item) {
    if (item.number || !numbers_.contains(item.id)) {
        numbers_[item.id] = item.number;
    }
}

Result<Item> RedmineIssues::item_of(const std::string& project, const json& issue) {
    const auto form = names_.form(project);
    if (!form) {
        return std::unexpected(form.error());
    }
    std::vector<Item> items{portfolio::item_of(*form, issue)};
    if (items.front().id.empty()) {
        return std::unexpected(Error{"unreadable", "Redmine's answer is no issue"});
    }
    items.front().project = project;
    learn(items.front());
    if (auto told = tell_prerequisites(items, {issue}); !told) {
        return std::unexpected(told.error());
    }
    return std::move(items.front());
}

Result<std::vector<Item>> RedmineIssues::all_of(const std::string& project,
                                                const std::string& filter) {
    const auto id = names_.project_id(project);
    if (!id) {
        return std::unexpected(id.error());
    }
    const auto form = names_.form(project);
    if (!form) {
        return std::unexpected(form.error());
    }
    const bool is_narrower = filter.contains("cf_") || filter.contains("description=");
    const auto list = [&](const std::string& carries) {
        return server_.list(
            fmt::format("/issues.json?project_id={}&subproject_id=!*&status_id=*&sort=id&"
                        "include=relations{}{}",
                        *id, carries, filter),
            "issues");
    };
    const auto in_text = "&description=" + in_query("~KLIK: ");
    const auto carries =
        form->number_field ? fmt::format("&cf_{}=*", *form->number_field) : in_text;
    auto issues = list(is_narrower ? "" : carries);
    if (issues && form->number_field && !is_narrower && (filter.empty() || has_numbers_in_text_)) {
        // As it was before the configuration had a field for the number.
        const auto old = list(in_text + fmt::format("&cf_{}=!*", *form->number_field));
        if (!old) {
            return std::unexpected(old.error());
        }
        add_others(*issues, *old);
    }
    if (!issues) {
        return std::unexpected(issues.error());
    }
    std::vector<Item> items;
    std::vector<json> of_klik;
    for (const auto& issue : *issues) {
        auto item = portfolio::item_of(*form, issue);
        item.project = project;
        learn(item);
        if (item.number) {
            has_numbers_in_text_ = has_numbers_in_text_ || item.number_is_to_move;
            items.push_back(std::move(item));
            of_klik.push_back(issue);
        }
    }
    if (auto told = tell_prerequisites(items, of_klik); !told) {
        return std::unexpected(told.error());
    }
    return items;
}

std::string RedmineIssues::filter_for(const std::string& project, std::int64_t number) {
    const auto form = names_.form(project);
    if (form && form->number_field) {
        return fmt::format("&cf_{}={}", *form->number_field, number);
    }
    return "&description=" + in_query(fmt::format("~KLIK: {}", number));
}

Result<std::vector<json>> RedmineIssues::issues_by_id(std::set<std::string> ids,
                                                      std::string_view status) {
    std::vector<json> all;
    while (!ids.empty()) {
        std::vector<std::string> some;
        while (!ids.empty() && some.size() < ids_at_once) {
            some.push_back(std::move(ids.extract(ids.begin()).value()));
        }
        auto found =
            server_.list(fmt::format("/issues.json?status_id={}&include=relations&issue_id={}",
                                     status, fmt::join(some, ",")),
                         "issues");
        if (!found) {
            return found;
        }
        std::ranges::move(*found, std::back_inserter(all));
    }
    return all;
}

Result<std::vector<Item>> RedmineIssues::read_many(const std::vector<std::string>& ids) {
    const auto issues = issues_by_id({ids.begin(), ids.end()});
    if (!issues) {
        return std::unexpected(issues.error());
    }
    std::vector<Item> items;
    for (const auto& issue : *issues) {
        const auto project = names_.project_named(id_at(at(issue, "project"), "id"));
        if (!project) {
            return std::unexpected(project.error());
        }
        const auto form = names_.form(*project);
        if (!form) {
            return std::unexpected(form.error());
        }
        items.push_back(portfolio::item_of(*form, issue));
        items.back().project = *project;
        learn(items.back());
    }
    if (auto told = tell_prerequisites(items, *issues); !told) {
        return std::unexpected(told.error());
    }
    return items;
}

Result<Item> RedmineIssues::read(const std::string& id) {
    const auto answer = server_.get(
        fmt::format("/issues/{}.json?include=allowed_statuses,journals,relations,children",
                    in_query(id)),
        "issue");
    if (!answer) {
        return std::unexpected(answer.error());
    }
    const auto& issue = at(*answer, "issue");
    const auto project = names_.project_named(id_at(at(issue, "project"), "id"));
    if (!project) {
        return std::unexpected(project.error());
    }
    auto item = item_of(*project, issue);
    auto parts = item ? open_in_words(parts_of(issue)) : std::unexpected(item.error());
    if (!parts) {
        return std::unexpected(parts.error());
    }
    item->open_parts = *std::move(parts);
    auto blockers = open_blockers_of(item->id, issue);
    if (!blockers) {
        return std::unexpected(blockers.error());
    }
    item->open_blockers = *std::move(blockers);
    return item;
}

Result<std::vector<std::string>> RedmineIssues::open_in_words(const std::set<std::string>& ids) {
    std::vector<std::string> open;
    if (ids.empty()) {
        return open;
    }
    const auto issues = issues_by_id(ids, "open");
    if (!issues) {
        return std::unexpected(issues.error());
    }
    for (const auto& each : *issues) {
        open.push_back(fmt::format("issue #{} `{}`", id_at(each, "id"),
                                   cut(one_line(text_at(each, "subject")), longest_subject)));
    }
    return open;
}

/// Those that are tasks' are in `prerequisites`, where these are shown so.
Result<std::vector<std::string>> RedmineIssues::open_blockers_of(const std::string& id,
                                                                 const json& issue) {
    std::set<std::string> ids;
    for (const auto& each : relations_of({.relation = settings_.relation}, issue)) {
        const bool blocks_it = each.kind == name_of(RedmineRelation::blocks) && each.after == id;
        if (blocks_it && !(each.counts && numbers_[each.before])) {
            ids.insert(each.before);
        }
    }
    return open_in_words(ids);
}

Result<void> RedmineIssues::learn_numbers(std::set<std::string> ids) {
    std::erase_if(ids, [&](const std::string& id) { return numbers_.contains(id); });
    if (ids.empty()) {
        return {};
    }
    const auto issues = issues_by_id(ids);
    if (!issues) {
        return std::unexpected(issues.error());
    }
    for (const auto& id : ids) {
        numbers_.try_emplace(id);
    }
    for (const auto& issue : *issues) {
        const auto project = names_.project_named(id_at(at(issue, "project"), "id"));
        const auto form = project ? names_.form(*project) : std::unexpected(project.error());
        if (form) {
            learn(portfolio::item_of(*form, issue));
        }
    }
    return {};
}

Result<void> RedmineIssues::tell_prerequisites(std::vector<Item>& items,
                                               const std::vector<json>& issues) {
    const IssueForm form{.relation = settings_.relation};
    std::set<std::string> others;
    std::map<std::string, std::vector<IssueRelation>> of_item;
    for (const auto& issue : issues) {
        const auto id = id_at(issue, "id");
        for (auto& each : relations_of(form, issue)) {
            others.insert(each.after == id ? each.before : each.after);
            of_item[id].push_back(std::move(each));
        }
    }
    if (auto learned = learn_numbers(others); !learned) {
        return learned;
    }
    for (auto& item : items) {
        std::set<std::int64_t> numbers;
        std::set<std::string> ties;
        for (const auto& each : of_item[item.id]) {
            const bool is_after = each.after == item.id;
            const auto number = numbers_[is_after ? each.before : each.after];
            if (!each.counts || !number) { // the others are ours
                ties.insert(fmt::format("{} {} {}", each.before, each.kind, each.after));
            } else if (is_after) {
                numbers.insert(*number);
            }
            item.moves_along = item.moves_along || (each.counts && is_after &&
                                                    form.relation == RedmineRelation::precedes);
        }
        item.fields[Field::prerequisites] = numbers_in_words(numbers);
        item.ties = fmt::format("{}", fmt::join(ties, ", "));
    }
    return {};
}

std::optional<Error> RedmineIssues::forbidden_step(const Item& now, const Fields& fields) const {
    const auto wanted = fields.find(Field::status);
    const auto is = now.fields.find(Field::status);
    // Right after a create nobody knows yet what may follow.
    if (wanted == fields.end() || is == now.fields.end() || wanted->second == is->second ||
        now.next_statuses.empty() ||
        std::ranges::find(now.next_statuses, wanted->second) != now.next_statuses.end()) {
        return std::nullopt;
    }
    return Error{"refused",
                 fmt::format("Redmine's workflow does not lead issue #{} from `{}` to `{}` now, "
                             "only to: {}; an issue that an open one blocks cannot be closed",
                             now.id, is->second, wanted->second,
                             fmt::join(now.next_statuses, ", "))};
}

Error RedmineIssues::why_not_made(const std::string& project, const Error& error) {
    if (error.code != "refused") {
        return error;
    }
    names_.forget();
    const auto there = names_.project_id(project);
    return there ? error : there.error();
}

} // namespace klik::portfolio
