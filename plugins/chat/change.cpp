#include "chat/change.hpp"

#include "common/task.hpp"
#include "common/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace klik::chat {

namespace {

constexpr std::array of_a_task{Kind::overdue,           Kind::knock_on,         Kind::date_conflict,
                               Kind::rule_violation,    Kind::colour_disagrees, Kind::vacant_role,
                               Kind::prerequisite_cycle};

/// What goes well, or what rooms have no use for, is left out.
constexpr std::array<std::string_view, 14> for_operators{
    "gap",           "gap_closed",      "source_restarted",   "set_incomplete",
    "quarantined",   "quarantine_full", "quarantine_expired", "unroutable",
    "plugin_ended",  "rules_loaded",    "rules_refused",      "roles_refused",
    "roles_ignored", "keys_refused"};

/// Of their details: nothing in which somebody's name may stand.
constexpr std::array<std::string_view, 13> tellable{
    "source", "first", "last", "set",  "project", "code",    "number",
    "count",  "name",  "why",  "role", "numbers", "not_kept"};

/// Several changes that one event tells of.
class Changes {
  public:
    Changes(std::int64_t number, const Seen& task, const std::string& event)
        : number_{number}, task_{task}, event_{event} {}

    Change& add(Kind kind, std::string from = {}, std::string to = {}) {
        Change change;
        change.kind = kind;
        change.number = number_;
        change.task = task_;
        change.from = std::move(from);
        change.to = std::move(to);
        change.key = fmt::format("{}.{}.{}", event_, number_, name_of(kind));
        return found_.emplace_back(std::move(change));
    }
    [[nodiscard]] std::vector<Change> all() && { return std::move(found_); }

  private:
    std::int64_t number_;
    const Seen& task_;
    const std::string& event_;
    std::vector<Change> found_;
};

void compare(const Seen& before, const Seen& after, Changes& changes) {
    const auto was = status_word(before.status, before.status_label);
    const auto is = status_word(after.status, after.status_label);
    if (was != is) {
        changes.add(Kind::status_changed, std::string{was}, std::string{is});
    }
    if (before.due_date != after.due_date) {
        changes.add(Kind::due_date_moved, before.due_date, after.due_date);
    }
    if (before.assignee != after.assignee) {
        changes.add(Kind::assigned, before.assignee, after.assignee);
    }
    if (common::is_closed(after.status)) {
        return; // that says enough: it has no colour and waits for nothing
    }
    if (before.colour != after.colour && !common::is_closed(before.status)) {
        changes.add(Kind::colour_changed, before.colour, after.colour);
    }
    const bool waited = !before.blocked_by.empty() && !common::is_closed(before.status);
    if (!waited && !after.blocked_by.empty()) {
        changes.add(Kind::blocked).others = after.blocked_by;
    } else if (waited && after.blocked_by.empty()) {
        changes.add(Kind::unblocked).others = before.blocked_by;
    }
}

/// `9999/121850/2024-03-04/14d/p7` without the person.
std::string without_person(std::string_view key, std::string_view person) {
    if (key.ends_with(person)) {
        key.remove_suffix(person.size());
    }
    return std::string{key};
}

/// A ring is one piece of news, whichever of its tasks it is told of: `9999/7/-/NAME/p1` has a name
/// that is the same for all of them.
std::string name_of_ring(std::string_view key, std::string_view person) {
    constexpr int before_the_name = 3;
    auto name = without_person(key, person);
    for (int i = 0; i < before_the_name; ++i) {
        name.erase(0, std::min(name.find('/'), name.size() - 1) + 1);
    }
    return name;
}

Change change_of_item(Kind kind, const Value& item, const Event& event) {
    const auto& facts = item["facts"];
    Change change;
    change.kind = kind;
    change.number = item["number"].whole().value_or(0);
    change.event = event.id;
    change.item = item["key"].text();
    change.person = event.data.at("recipient.person").text();
    change.key = fmt::format("{}.{}", name_of(kind), without_person(change.item, change.person));
    switch (kind) {
    case Kind::overdue:
        change.to = facts["working_days_late"].text();
        change.others = common::task_numbers_in(facts["blocked_by"].text());
        break;
    case Kind::knock_on:
        change.from = facts["by"].text();
        change.to = facts["colour"].text();
        change.others = common::task_numbers_in(fmt::format("#{}", facts["makes"].text()));
        break;
    case Kind::date_conflict:
        change.to = facts["not_before"].text();
        change.others = common::task_numbers_in(fmt::format("#{}", facts["prerequisite"].text()));
        break;
    case Kind::prerequisite_cycle:
        change.others = common::task_numbers_in(facts["path"].text());
        change.key = fmt::format("{}.{}", name_of(kind), name_of_ring(change.item, change.person));
        break;
    case Kind::rule_violation:
        change.from = facts["from"].text();
        change.to = facts["to"].text();
        change.others = common::task_numbers_in(facts["blocked_by"].text());
        break;
    case Kind::colour_disagrees:
        change.from = facts["platform_colour"].text();
        change.to = facts["colour"].text();
        break;
    case Kind::vacant_role:
        change.from = facts["vacant_role"].text();
        change.to = facts["vacant_role_da"].text_or(change.from);
        change.from = facts["vacant_role_en"].text_or(change.from);
        if (const auto* project = facts.find("project")) {
            change.number = 0; // that of any task of the project
            change.task.project = project->text();
        }
        break;
    default:
        break;
    }
    return change;
}

} // namespace

std::string_view status_word(std::string_view status, std::string_view label) {
    return status == "unknown" && !label.empty() ? label : status;
}

Seen seen_in(const Value& state, Sequence sequence) {
    return {std::string{state["title"].text()},        std::string{state["project"].text()},
            std::string{state["phase"].text()},        std::string{state["status"].text()},
            std::string{state["status_label"].text()}, std::string{state["colour"].text()},
            std::string{state["due_date"].text()},     std::string{state["assignee"].text()},
            common::numbers_in(state["blocked_by"]),   sequence};
}

std::vector<Change> changes_between(std::int64_t number, const std::optional<Seen>& before,
                                    const std::optional<Seen>& after, const std::string& event) {
    if (!before && !after) {
        return {};
    }
    Changes changes{number, after ? *after : *before, event};
    if (!before) {
        changes.add(Kind::added);
    } else if (!after) {
        changes.add(Kind::removed);
    } else {
        compare(*before, *after, changes);
    }
    return std::move(changes).all();
}

std::vector<Change> changes_in_notification(const Event& event) {
    std::vector<Change> changes;
    for (const auto& item : event.data["items"].list()) {
        const auto kind = kind_named(item["kind"].text());
        if (kind && std::ranges::find(of_a_task, *kind) != of_a_task.end()) {
            changes.push_back(change_of_item(*kind, item, event));
        }
    }
    return changes;
}

std::optional<Change> change_in_outcome(const Event& event) {
    const auto outcome = event.data["outcome"].text();
    if (event.type != "dk.klik.request.outcome.v1" ||
        (outcome != "refused" && outcome != "unanswered" && outcome != "superseded")) {
        return std::nullopt;
    }
    Change change;
    change.kind = Kind::request;
    change.number = event.data["number"].whole().value_or(0);
    change.from = outcome;
    change.to = event.data["reason"].text_or(outcome);
    change.via = event.data["via"].text();
    change.key = fmt::format("{}.{}", event.id, name_of(change.kind));
    for (const auto& violation : event.data["violations"].list()) {
        std::ranges::copy(common::numbers_in(violation["blocked_by"]),
                          std::back_inserter(change.others));
    }
    return change;
}

std::optional<Change> change_in_system_event(const Event& event) {
    const auto what = event.data["kind"].text();
    if (std::ranges::find(for_operators, what) == for_operators.end()) {
        return std::nullopt;
    }
    Change change;
    change.kind = Kind::system;
    change.from = what;
    change.key = fmt::format("{}.{}", event.id, name_of(change.kind));
    for (const auto& [key, value] : event.data.entries()) {
        if (std::ranges::find(tellable, key) != tellable.end() && !value.text().empty()) {
            change.details.emplace_back(key, value.text());
        }
    }
    return change;
}

} // namespace klik::chat
