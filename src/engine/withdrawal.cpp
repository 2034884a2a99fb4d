#include "engine/withdrawal.hpp"

#include "domain/reminder_ladder.hpp"
#include "engine/gathering.hpp"
#include "engine/knock_on.hpp"
#include "engine/notices.hpp"
#include "engine/readiness.hpp"
#include "engine/task_view.hpp"

#include <algorithm>

namespace klik::engine {

namespace {

using domain::NotificationKind;

/// Kinds that tell the same condition; a later word takes the place of an earlier one.
enum class Group { none, deadline, blocked, knock_on };

Group group_of(NotificationKind kind) {
    switch (kind) {
    case NotificationKind::reminder:
    case NotificationKind::overdue:
    case NotificationKind::colour_changed:
    case NotificationKind::catch_up:
        return Group::deadline;
    case NotificationKind::blocked_again:
    case NotificationKind::unblocked: // it ends what `blocked_again` told
        return Group::blocked;
    case NotificationKind::knock_on:
        return Group::knock_on;
    default:
        return Group::none;
    }
}

const ToldCondition* told_under(const TaskEntry& entry, const std::string& key) {
    const auto told = std::ranges::find(entry.told_conditions, key, &ToldCondition::key);
    return told == entry.told_conditions.end() ? nullptr : &*told;
}

/// Whether the date is near enough that the ladder has begun.
bool is_soon(const Decision& decision, const domain::Task& task, domain::Date due) {
    return domain::ReminderLadder(due, decision.rules_of(task))
        .last_before(decision.today() + std::chrono::days{1})
        .has_value();
}

bool deadline_holds(const Decision& decision, const domain::Task& task, const ToldCondition& told) {
    const auto due = task.due_date();
    if (!task.open() || !due) {
        return false;
    }
    if (told.kind == NotificationKind::overdue) {
        return *due < decision.today();
    }
    return due == told.due || is_soon(decision, task, *due);
}

/// Whether `unblocked` goes to whoever was told that the task is blocked.
bool is_told_when_ready(const Decision& decision, const domain::Task& task,
                        const ToldCondition& told) {
    const auto roles = decision.roles_of(NotificationKind::unblocked, task);
    const auto& person = decision.state().gallery.in_place_of(told.person);
    return std::ranges::any_of(roles, [&](const domain::Role& role) {
        return recipient_of(decision, role, task).person == person;
    });
}

bool holds(const Decision& decision, const domain::Task& task, const ToldCondition& told) {
    switch (group_of(told.kind)) {
    case Group::deadline:
        return deadline_holds(decision, task, told);
    case Group::blocked: // `unblocked` ends it in words of its own
        return task.open() &&
               (is_blocked(decision.state(), task) || is_told_when_ready(decision, task, told));
    case Group::knock_on:
        return colour_for_others(decision, task) > domain::Colour::green;
    case Group::none:
        break;
    }
    return true;
}

Facts why_it_ended(const domain::Task& task, const ToldCondition& told) {
    if (!task.open()) {
        const std::string status = status_label(task);
        return {{"because_da", "opgaven er lukket (" + status + ")"},
                {"because_en", "the task is closed (" +
                                   domain::status_words(status, domain::Language::english) + ")"}};
    }
    switch (group_of(told.kind)) {
    case Group::knock_on:
        return {{"because_da", "den gør ikke længere en anden opgave forsinket"},
                {"because_en", "it does not make another task late any more"}};
    case Group::blocked:
        return {{"because_da", "den venter ikke længere på andre opgaver"},
                {"because_en", "it does not wait for other tasks any more"}};
    case Group::deadline:
    case Group::none:
        break;
    }
    const auto due = task.due_date();
    if (!due) {
        return {{"because_da", "opgaven har ingen frist længere"},
                {"because_en", "the task has no due date any more"}};
    }
    return {{"because_da", "fristen er flyttet til " + long_date(*due, domain::Language::danish)},
            {"because_en", "the due date is now " + long_date(*due, domain::Language::english)}};
}

/// Whoever was told because of tasks of their own has finished these.
bool did_theirs(const State& state, const ToldCondition& told) {
    return !told.yours.empty() && !any_open(state, told.yours);
}

void gather_withdrawal(Decision& decision, const domain::Task& task, const ToldCondition& told,
                       Facts facts) {
    const Outbox* box = decision.state().outboxes.find(told.person);
    const bool waits = box != nullptr && std::ranges::any_of(box->items, [&](const auto& item) {
                           return item.withdraws == told.key;
                       });
    if (!waits) {
        gather_for(decision, told.person, told.role, task,
                   {NotificationKind::withdrawn, "withdrawn:" + told.occasion, std::nullopt,
                    "7.withdrawn", std::move(facts)},
                   told.key);
    }
}

} // namespace

void note_told_condition(TaskEntry& entry, const domain::Recipient& recipient,
                         const domain::NotificationItem& item) {
    const Group group = group_of(item.kind);
    end_condition(entry, item.withdraws);
    erase_if(entry.told_conditions, [&](const ToldCondition& told) {
        return group != Group::none && told.person == recipient.person &&
               group_of(told.kind) == group;
    });
    const auto occasion = occasion_told(item, recipient.person);
    if (group == Group::none || item.kind == NotificationKind::unblocked || !occasion) {
        return;
    }
    const auto yours = item.facts.find("yours");
    const auto role = item.facts.find("role");
    const auto due = item.facts.find("due_date");
    entry.told_conditions.push_back(
        {recipient.person, role == item.facts.end() ? recipient.role : domain::Role{role->second},
         item.kind, item.key, occasion_id(*occasion),
         due == item.facts.end() ? std::nullopt : domain::date_from_iso(due->second),
         yours == item.facts.end() ? std::vector<domain::TaskNumber>{}
                                   : numbers_in(yours->second)});
}

void end_condition(TaskEntry& entry, const std::string& key) {
    if (const ToldCondition* ended = told_under(entry, key)) {
        entry.deadline.conditions.erase(ended->occasion);
        erase_if(entry.told_conditions, [&](const ToldCondition& told) { return told.key == key; });
    }
}

void settle_condition(TaskEntry& entry, const std::string& key) {
    const auto told = std::ranges::find(entry.told_conditions, key, &ToldCondition::key);
    if (told != entry.told_conditions.end() && group_of(told->kind) == Group::deadline) {
        told->settled = true;
    } else {
        end_condition(entry, key);
    }
}

void resume_settled(TaskEntry& entry) {
    for (ToldCondition& told : entry.told_conditions) {
        told.settled = false;
    }
}

bool told_of_the_deadline(const TaskEntry& entry, const std::string& key) {
    const ToldCondition* told = told_under(entry, key);
    return told != nullptr && group_of(told->kind) == Group::deadline;
}

void withdraw_what_ended(Decision& decision, domain::TaskNumber number,
                         const std::set<domain::PersonId>& by) {
    const auto found = decision.state().tasks.find(number);
    if (found == decision.state().tasks.end()) {
        return;
    }
    const auto told_conditions = found->second.told_conditions;
    for (const ToldCondition& told : told_conditions) {
        const domain::Task& task = found->second.task;
        if (told.settled || holds(decision, task, told)) {
            continue;
        }
        if (by.contains(decision.state().gallery.in_place_of(told.person)) ||
            did_theirs(decision.state(), told)) {
            decision.emit(ConditionSettled{number, told.key});
        } else {
            gather_withdrawal(decision, task, told, why_it_ended(task, told));
        }
    }
}

void withdraw_all(Decision& decision, const TaskEntry& gone) {
    const bool local = gone.task.origin() == domain::Origin::local;
    const std::string where_da = local ? "" : " i KLIK";
    const std::string where_en = local ? "" : " in KLIK";
    for (const ToldCondition& told : gone.told_conditions) {
        if (!told.settled) {
            gather_withdrawal(decision, gone.task, told,
                              {{"because_da", "opgaven er fjernet" + where_da},
                               {"because_en", "the task was removed" + where_en}});
        }
    }
}

bool still_to_be_withdrawn(const Decision& decision, domain::TaskNumber number,
                           const std::string& key) {
    const auto found = decision.state().tasks.find(number);
    if (found == decision.state().tasks.end()) {
        return true;
    }
    const ToldCondition* told = told_under(found->second, key);
    return told != nullptr && !told->settled && !holds(decision, found->second.task, *told) &&
           !did_theirs(decision.state(), *told);
}

Facts why_withdrawn(const TaskEntry& entry, const std::string& key) {
    const ToldCondition* told = told_under(entry, key);
    return told == nullptr ? Facts{} : why_it_ended(entry.task, *told);
}

} // namespace klik::engine
