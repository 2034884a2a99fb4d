#include "engine/gathering.hpp"

#include "domain/prerequisites.hpp"
#include "engine/readiness.hpp"
#include "engine/task_view.hpp"
#include "engine/vacancies.hpp"
#include "engine/withdrawal.hpp"

#include <algorithm>

namespace klik::engine {

namespace {

using domain::NotificationKind;

/// Until when a new outbox waits.
Waiting gathering_time(const Decision& decision) {
    const auto& rules = decision.state().rules;
    const domain::Date today = decision.today();
    const auto end = decision.at().local + rules.gather_for;
    if (rules.calendar.is_working_day(today) && decision.at().local >= today + rules.run_at &&
        end < today + rules.quiet_from) {
        return {decision.at().utc + rules.gather_for, std::nullopt};
    }
    return {std::nullopt, decision.next_run()};
}

void put(Decision& decision, const domain::PersonId& person, PendingItem item) {
    if (const Outbox* box = decision.state().outboxes.find(person)) {
        const auto older = std::ranges::find_if(
            box->items, [&](const PendingItem& other) { return takes_its_place(item, other); });
        // What was before the first change is what the person knows.
        if (older != box->items.end() && older->occasion.facts.contains("from")) {
            item.occasion.facts["from"] = older->occasion.facts.at("from");
        }
    }
    decision.emit(NoticeGathered{person, std::move(item), gathering_time(decision)});
}

bool fact_is(const PendingItem& item, const std::string& name, const std::string& value) {
    const auto found = item.occasion.facts.find(name);
    return found != item.occasion.facts.end() && found->second == value;
}

bool changed_something(const PendingItem& item) {
    return !fact_is(item, "from", item.occasion.facts.at("to"));
}

std::string text_of(std::optional<domain::Date> date) {
    return date ? domain::iso_date(*date) : std::string{};
}

/// Of a notice about a request that was not answered.
bool still_unanswered(const State& state, const PendingItem& item) {
    const auto& facts = item.occasion.facts;
    const auto found = state.requests.find({facts.at("asked_via"), facts.at("request")});
    return found != state.requests.end() && found->second.outcome == Outcome::unanswered;
}

/// Whether it is worth telling by now: others may have followed that took it back.
bool holds(const Decision& decision, const PendingItem& item) {
    const State& state = decision.state();
    const auto kind = item.occasion.kind;
    if (kind == NotificationKind::withdrawn) {
        return still_to_be_withdrawn(decision, item.number, item.withdraws);
    }
    if (kind == NotificationKind::request_refused) {
        return true;
    }
    if (kind == NotificationKind::request_unanswered) {
        return still_unanswered(state, item);
    }
    if (kind == NotificationKind::vacant_role) {
        return is_still_vacant(state, item);
    }
    const auto found = state.tasks.find(item.number);
    if (found == state.tasks.end()) {
        return false;
    }
    const domain::Task& task = found->second.task;
    switch (kind) {
    case NotificationKind::status_changed:
        return fact_is(item, "to", status_label(task)) && changed_something(item);
    case NotificationKind::due_date_moved:
        return task.open() && fact_is(item, "to", text_of(task.due_date())) &&
               changed_something(item);
    case NotificationKind::assigned: {
        const auto assignee = task.person(domain::TaskField::assignee);
        return task.open() && assignee && fact_is(item, "assignee", assignee->value) &&
               !fact_is(item, "from", assignee->value);
    }
    case NotificationKind::unblocked:
        return task.open() && may_be_unblocked(decision, found->second) &&
               domain::blocking_prerequisites(task, lookup_in(state)).empty();
    case NotificationKind::blocked_again:
        return task.open() && found->second.told_ready &&
               !domain::blocking_prerequisites(task, lookup_in(state)).empty();
    default:
        return true;
    }
}

/// In the words of now: what was around the task may have changed while it waited.
void refresh(const Decision& decision, PendingItem& item) {
    const auto found = decision.state().tasks.find(item.number);
    if (found == decision.state().tasks.end() ||
        is_about_a_project(item.occasion.kind, item.occasion.facts)) {
        return;
    }
    const domain::Task* task = &found->second.task;
    Facts now = about(*task, {}).facts;
    if (item.occasion.kind == NotificationKind::unblocked) {
        now.merge(unblocked_occasion(decision, *task, {}).facts);
        item.occasion.facts.erase("unknown");
    } else if (item.occasion.kind == NotificationKind::blocked_again) {
        now.emplace("blocked_by", number_list(domain::blocking_prerequisites(
                                      *task, lookup_in(decision.state()))));
    } else if (item.occasion.kind == NotificationKind::withdrawn) {
        now.merge(why_withdrawn(found->second, item.withdraws));
    }
    item.occasion.facts.erase("due_date");
    now.merge(item.occasion.facts);
    item.occasion.facts = std::move(now);
}

} // namespace

void gather(Decision& decision, const domain::Task& task, const Occasion& occasion,
            const std::vector<domain::Role>& roles, const std::set<domain::PersonId>& except) {
    std::set<domain::PersonId> people = except;
    for (const domain::Role& role : roles) {
        const auto person = recipient_of(decision, role, task).person;
        if (people.insert(person).second) {
            put(decision, person,
                {task.number, about(task, occasion), role, {}, {}, except, {}, decision.cause()});
        }
    }
}

void gather_for(Decision& decision, const domain::PersonId& person, const domain::Role& role,
                const domain::Task& task, const Occasion& occasion, std::string withdraws) {
    put(decision, person,
        {task.number,
         about(task, occasion),
         role,
         {},
         person,
         {},
         std::move(withdraws),
         decision.cause()});
}

void empty_outbox(Decision& decision, const domain::PersonId& person, Notices& notices) {
    std::vector<PendingItem> items = decision.state().outboxes.find(person)->items;
    std::vector<PendingItem> told;
    OutboxEmptied emptied{person, {}};
    for (PendingItem& item : items) {
        if (!holds(decision, item)) {
            emptied.dropped.push_back(dropped(item));
        } else {
            told.push_back(std::move(item));
        }
    }
    decision.emit(std::move(emptied));
    for (PendingItem& item : told) {
        refresh(decision, item);
        notices.add(std::move(item));
    }
}

} // namespace klik::engine
