#include "engine/gathering.hpp"

#include "engine/item_of_now.hpp"
#include "engine/readiness.hpp"
#include "engine/withdrawal.hpp"

#include <algorithm>

namespace klik::engine {

namespace {

using domain::NotificationKind;

/// Until when a new outbox waits.
Waiting gathering_time(const Decision& decision) {
    const auto gather_for = decision.state().rules.gather_for;
    const auto now = decision.at().local;
    if (goes_out_at(decision, now) && goes_out_at(decision, now + gather_for)) {
        return {decision.at().utc + gather_for, std::nullopt};
    }
    return {std::nullopt, decision.next_run()};
}

/// What comes after it does not have to wait for the run as well.
bool keeps_nothing_waiting(const Outbox& box) {
    return box.waiting.run_on && std::ranges::all_of(box.items, [](const PendingItem& item) {
               return item.for_a_run && !is_deferred(item);
           });
}

void put(Decision& decision, const domain::PersonId& person, PendingItem item) {
    const Waiting waiting = gathering_time(decision);
    const Outboxes& outboxes = decision.state().outboxes;
    if (const PendingItem* before = word_before(outboxes, person, item)) {
        // What was before the first change is what whoever has the role knows.
        if (const auto from = before->occasion.facts.find("from");
            from != before->occasion.facts.end()) {
            item.occasion.facts["from"] = from->second;
        }
    }
    const Outbox* box = outboxes.find(person);
    if (box != nullptr && waiting.until && std::ranges::any_of(box->items, is_deferred)) {
        // It waits with what the limit put back.
        item.occasion.facts.emplace("deferred_from", domain::iso_date(decision.today()));
    }
    if (box != nullptr && waiting.until && keeps_nothing_waiting(*box)) {
        decision.emit(OutboxScheduled{person, waiting});
    }
    decision.emit(NoticeGathered{person, std::move(item), waiting});
}

/// Whether it is worth telling by now: others may have followed that took it back.
bool holds(const Decision& decision, const PendingItem& item) {
    const auto kind = item.occasion.kind;
    if (kind == NotificationKind::withdrawn) {
        return still_to_be_withdrawn(decision, item.number, item.withdraws);
    }
    if (!is_true_now(decision, item)) {
        return false;
    }
    if (kind != NotificationKind::unblocked && kind != NotificationKind::blocked_again) {
        return true;
    }
    const TaskEntry& entry = decision.state().tasks.at(item.number);
    const bool is_for_ready = kind == NotificationKind::unblocked;
    if (decision.was_told(entry, item.occasion)) { // to another person, as the last word
        return entry.told_ready == is_for_ready;
    }
    return is_for_ready ? may_be_unblocked(decision, entry) : entry.told_ready;
}

} // namespace

void gather(Decision& decision, const domain::Task& task, const Occasion& occasion,
            const std::vector<domain::Role>& roles, const std::set<domain::PersonId>& except) {
    const Occasion told = about(task, occasion, except);
    for (const domain::Role& role : roles) {
        const auto person = recipient_of(decision, role, task).person;
        if (!except.contains(person)) {
            put(decision, person, {task.number, told, role, {}, {}, except, {}, decision.cause()});
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

void gather_again(Decision& decision, PendingItem item) {
    if (!gathering_time(decision).until) {
        gather_for_run(decision, std::move(item));
    } else if (const domain::Task* task = asked_task(decision.state(), item)) {
        const auto person = recipient_of(decision, item.role, *task).person;
        put(decision, person, std::move(item));
    }
}

void gather_for_run(Decision& decision, PendingItem item) {
    const domain::Task* task = asked_task(decision.state(), item);
    if (task == nullptr) {
        return;
    }
    item.for_a_run = true;
    const auto person = recipient_of(decision, item.role, *task).person;
    decision.emit(NoticeGathered{person, std::move(item), {std::nullopt, decision.next_run()}});
}

bool goes_out_at(const Decision& decision, domain::LocalTime time) {
    const auto& rules = decision.state().rules;
    const domain::Date today = decision.today();
    return rules.calendar.is_working_day(today) && time >= today + rules.run_at &&
           time < today + rules.quiet_from;
}

void empty_outbox(Decision& decision, const domain::PersonId& person, Notices& notices,
                  Emptied when) {
    Outbox box = *decision.state().outboxes.find(person);
    std::vector<PendingItem> told;
    std::vector<PendingItem> for_the_run;
    OutboxEmptied emptied{person, {}};
    for (PendingItem& item : box.items) {
        if (item.for_a_run && when == Emptied::between_runs) {
            for_the_run.push_back(std::move(item));
        } else if (holds(decision, item)) {
            told.push_back(std::move(item));
        } else {
            emptied.dropped.push_back(dropped(item));
        }
    }
    decision.emit(std::move(emptied));
    for (PendingItem& item : for_the_run) {
        decision.emit(NoticeGathered{person, std::move(item), {std::nullopt, decision.next_run()}});
    }
    for (PendingItem& item : told) {
        put_in_words_of_now(decision, item);
        if (const auto recipient = notices.recipient_of(item);
            recipient && recipient->person != person) {
            item.occasion.facts.erase("deferred_from"); // it was not that person's day
        }
        notices.add(std::move(item));
    }
}

void empty_outboxes_of(Decision& decision, Notices& notices,
                       const std::set<domain::PersonId>& but) {
    for (const auto& person : notices.people()) {
        if (!but.contains(person) && decision.state().outboxes.find(person) != nullptr) {
            empty_outbox(decision, person, notices, Emptied::between_runs);
        }
    }
}

} // namespace klik::engine
