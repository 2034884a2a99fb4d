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
    const auto& rules = decision.state().rules;
    const domain::Date today = decision.today();
    const auto end = decision.at().local + rules.gather_for;
    if (rules.calendar.is_working_day(today) && decision.at().local >= today + rules.run_at &&
        end < today + rules.quiet_from) {
        return {decision.at().utc + rules.gather_for, std::nullopt};
    }
    return {std::nullopt, decision.next_run()};
}

bool is_vacancy(const PendingItem& item) {
    return item.occasion.kind == NotificationKind::vacant_role;
}

/// A vacancy waits for the run, and what comes after it does not have to.
bool has_only_vacancies_for_the_run(const Outbox& box) {
    return box.waiting.run_on && std::ranges::all_of(box.items, is_vacancy);
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
    if (box != nullptr && waiting.until && has_only_vacancies_for_the_run(*box)) {
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
    if (kind == NotificationKind::unblocked) {
        return may_be_unblocked(decision, decision.state().tasks.at(item.number));
    }
    return kind != NotificationKind::blocked_again ||
           decision.state().tasks.at(item.number).told_ready;
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

void empty_outbox(Decision& decision, const domain::PersonId& person, Notices& notices) {
    Outbox box = *decision.state().outboxes.find(person);
    std::vector<PendingItem> told;
    std::vector<PendingItem> for_the_run;
    OutboxEmptied emptied{person, {}};
    for (PendingItem& item : box.items) {
        if (!holds(decision, item)) {
            emptied.dropped.push_back(dropped(item));
        } else {
            const bool waits = is_vacancy(item) && box.waiting.until;
            (waits ? for_the_run : told).push_back(std::move(item));
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
            empty_outbox(decision, person, notices);
        }
    }
}

} // namespace klik::engine
