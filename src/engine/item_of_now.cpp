#include "engine/item_of_now.hpp"

#include "engine/conditions.hpp"
#include "engine/new_assignee.hpp"
#include "engine/notices.hpp"
#include "engine/readiness.hpp"
#include "engine/run.hpp"
#include "engine/task_view.hpp"
#include "engine/vacancies.hpp"
#include "engine/withdrawal.hpp"

#include <algorithm>
#include <initializer_list>

namespace klik::engine {

namespace {

using domain::NotificationKind;
using domain::Task;

bool fact_is(const PendingItem& item, const std::string& name, const std::string& value) {
    const auto found = item.occasion.facts.find(name);
    return found != item.occasion.facts.end() && found->second == value;
}

std::string text_of(std::optional<domain::Date> date) {
    return date ? domain::iso_date(*date) : std::string{};
}

/// Two words for one status say the same; two that are not known may not.
bool is_same_status(const std::string& label, const std::string& other) {
    const auto status = domain::status_from_label(label);
    return status == domain::status_from_label(other) &&
           (status != domain::Status::unknown || label == other);
}

bool status_still_changed(const PendingItem& item, const Task& task) {
    const auto& facts = item.occasion.facts;
    return is_same_status(facts.at("to"), status_label(task)) &&
           !is_same_status(facts.at("from"), facts.at("to"));
}

bool due_date_still_moved(const PendingItem& item, const Task& task) {
    return task.open() && fact_is(item, "to", text_of(task.due_date())) &&
           !fact_is(item, "from", item.occasion.facts.at("to"));
}

bool still_assigned(const State& state, const PendingItem& item, const Task& task) {
    const auto assignee = present_assignee(state, task);
    return task.open() && assignee && fact_is(item, "assignee", assignee->value) &&
           !fact_is(item, "from", assignee->value);
}

/// Of a notice about a request that was not answered.
bool still_unanswered(const State& state, const PendingItem& item) {
    const auto& facts = item.occasion.facts;
    const auto found = state.requests.find({facts.at("asked_via"), facts.at("request")});
    return found != state.requests.end() && found->second.outcome == Outcome::unanswered;
}

/// A reminder for somebody whose own task the other one waits for: whether theirs is still open.
bool still_concerns_theirs(const State& state, const PendingItem& item) {
    const auto yours = item.occasion.facts.find("yours");
    return yours == item.occasion.facts.end() || any_open(state, numbers_in(yours->second));
}

bool deadline_still_nears(const Decision& decision, const PendingItem& item, const Task& task) {
    const auto due = task.due_date();
    if (!task.open() || !due || !fact_is(item, "due_date", domain::iso_date(*due)) ||
        !still_concerns_theirs(decision.state(), item)) {
        return false;
    }
    switch (item.occasion.kind) {
    case NotificationKind::reminder:
        return *due >= decision.today();
    case NotificationKind::overdue:
        return *due < decision.today();
    default:
        return true;
    }
}

domain::Colour colour_of(const Decision& decision, const Task& task) {
    return domain::colour_on(decision.today(), task, decision.rules_of(task));
}

bool is_true_of(const Decision& decision, const PendingItem& item, const Task& task) {
    switch (item.occasion.kind) {
    case NotificationKind::status_changed:
        return status_still_changed(item, task);
    case NotificationKind::due_date_moved:
        return due_date_still_moved(item, task);
    case NotificationKind::assigned:
        return still_assigned(decision.state(), item, task);
    case NotificationKind::unblocked:
        return task.open() && !is_blocked(decision.state(), task);
    case NotificationKind::blocked_again:
        return task.open() && is_blocked(decision.state(), task);
    case NotificationKind::reminder:
    case NotificationKind::overdue:
    case NotificationKind::catch_up:
        return deadline_still_nears(decision, item, task);
    case NotificationKind::colour_changed:
        return deadline_still_nears(decision, item, task) &&
               fact_is(item, "to", std::string(canonical(colour_of(decision, task))));
    case NotificationKind::first_sight:
        return task.open();
    case NotificationKind::knock_on:
    case NotificationKind::colour_disagrees:
    case NotificationKind::date_conflict:
    case NotificationKind::prerequisite_cycle:
    case NotificationKind::unknown_prerequisite:
    case NotificationKind::unknown_status:
        return condition_now(decision, task, item.occasion).has_value();
    default: // `rule_violation`, which has happened
        return true;
    }
}

void forget(Facts& facts, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        facts.erase(name);
    }
}

} // namespace

bool is_true_now(const Decision& decision, const PendingItem& item) {
    switch (item.occasion.kind) {
    case NotificationKind::withdrawn:
    case NotificationKind::request_refused:
        return true;
    case NotificationKind::request_unanswered:
        return still_unanswered(decision.state(), item);
    case NotificationKind::vacant_role:
        return is_still_vacant(decision.state(), item);
    default:
        break;
    }
    const Task* task = decision.state().task(item.number);
    return task != nullptr && is_true_of(decision, item, *task);
}

void put_in_words_of_now(const Decision& decision, PendingItem& item) {
    const auto found = decision.state().tasks.find(item.number);
    Facts& facts = item.occasion.facts;
    if (found == decision.state().tasks.end() || is_about_a_project(item.occasion.kind, facts)) {
        return;
    }
    const Task& task = found->second.task;
    Facts now = about(task, {}).facts;
    switch (item.occasion.kind) {
    case NotificationKind::unblocked:
        now.merge(unblocked_occasion(decision, task, {}).facts);
        forget(facts, {"unknown"});
        break;
    case NotificationKind::blocked_again:
    case NotificationKind::assigned:
        add_blockers(decision.state(), task, now);
        forget(facts, {"blocked_by"});
        break;
    case NotificationKind::reminder:
    case NotificationKind::overdue:
    case NotificationKind::catch_up:
    case NotificationKind::first_sight:
        now.merge(deadline_facts(decision, task));
        forget(facts, {"blocked_by", "days_left", "working_days_late"});
        break;
    case NotificationKind::withdrawn:
        now.merge(why_withdrawn(found->second, item.withdraws));
        break;
    case NotificationKind::knock_on:
    case NotificationKind::colour_disagrees:
        now.merge(condition_now(decision, task, item.occasion).value_or(Occasion{}).facts);
        break;
    default:
        break;
    }
    forget(facts, {"due_date"});
    now.merge(facts);
    facts = std::move(now);
}

} // namespace klik::engine
