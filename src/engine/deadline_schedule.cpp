#include "engine/deadline_schedule.hpp"

#include "domain/prerequisites.hpp"
#include "domain/reminder_ladder.hpp"
#include "engine/task_view.hpp"

#include <algorithm>

namespace klik::engine {

namespace {

using domain::Colour;
using domain::Date;
using domain::NotificationKind;
using domain::TaskField;

/// The first date whose run has not passed.
Date first_run_ahead(const Decision& decision) {
    const Date today = decision.today();
    return decision.run_passed() ? today + std::chrono::days{1} : today;
}

std::optional<Occasion> colour_disagreement(const Decision& decision, const domain::Task& task) {
    const auto theirs = domain::colour_from_label(task.text(TaskField::platform_colour));
    const Colour ours = domain::colour_on(decision.today(), task, decision.state().rules);
    if (!theirs || ours == Colour::none || *theirs == ours) {
        return std::nullopt;
    }
    return Occasion{NotificationKind::colour_disagrees,
                    "colour_disagrees:" + std::string(canonical(*theirs)) + ':' +
                        std::string(canonical(ours)),
                    task.due_date(),
                    "4.platform_colour",
                    {{"platform_colour", std::string(task.text(TaskField::platform_colour))},
                     {"colour", std::string(canonical(ours))},
                     {"colour_da", std::string(label(ours, domain::Language::danish))},
                     {"colour_en", std::string(label(ours, domain::Language::english))}}};
}

Occasion conflict_occasion(const domain::DateConflict& conflict) {
    Occasion occasion{NotificationKind::date_conflict,
                      "date_conflict:" + domain::iso_date(conflict.not_before),
                      conflict.due,
                      "5.date_conflict",
                      {{"not_before", domain::iso_date(conflict.not_before)}}};
    if (conflict.prerequisite) {
        occasion.name += ':' + domain::to_string(*conflict.prerequisite);
        occasion.facts.emplace("prerequisite", domain::to_string(*conflict.prerequisite));
    }
    return occasion;
}

/// Steps whose run lies before `ahead` do not come again.
void spend_until(std::set<std::string>& spent, Date due, Date ahead, const domain::RuleSet& rules) {
    for (const auto distance : rules.reminders) {
        const auto on = rules.calendar.on_or_before(before(due, distance, rules.calendar));
        if (on < ahead) {
            spent.insert(to_string(distance));
        }
    }
    const auto last = domain::last_ladder_step_before(due, ahead, rules);
    if (last) {
        domain::spend(*last, spent);
    }
}

struct Ladder {
    std::set<std::string> spent;
    std::optional<std::string> joins;
    std::optional<Date> next;
};

Ladder ladder_ahead(const Decision& decision, const TaskEntry& entry, ScheduleReason reason) {
    Ladder ladder;
    const Date due = *entry.task.due_date();
    const auto& rules = decision.state().rules;
    const Date ahead = first_run_ahead(decision);
    if (const auto known = entry.deadline.spent.find(due); known != entry.deadline.spent.end()) {
        ladder.spent = known->second;
    }
    if (reason == ScheduleReason::due_moved || reason == ScheduleReason::rules) {
        const auto latest = domain::last_ladder_step_before(due, ahead, rules);
        if (latest && !domain::is_spent(*latest, ladder.spent)) {
            ladder.joins = latest->id();
        }
    } else if (reason == ScheduleReason::surroundings) {
        ladder.joins = entry.deadline.joins;
    }
    spend_until(ladder.spent, due, ahead, rules);
    if (ladder.joins) { // spent when it is told: the date may move away before that, and back
        ladder.spent.erase(*ladder.joins);
    }
    ladder.next = domain::next_ladder_step(due, ahead, rules).on;
    return ladder;
}

} // namespace

std::vector<Occasion> untold_conditions(const Decision& decision, const TaskEntry& entry) {
    std::vector<Occasion> occasions;
    const domain::Task& task = entry.task;
    if (!task.open()) {
        return occasions;
    }
    const auto tasks = lookup_in(decision.state());
    if (auto disagreement = colour_disagreement(decision, task)) {
        occasions.push_back(std::move(*disagreement));
    }
    for (const auto& conflict : domain::date_conflicts(task, tasks)) {
        occasions.push_back(conflict_occasion(conflict));
    }
    for (const auto number : domain::unknown_prerequisites(task, tasks)) {
        const std::string text = domain::to_string(number);
        occasions.push_back({NotificationKind::unknown_prerequisite,
                             "unknown_prerequisite:" + text,
                             std::nullopt,
                             "5.unknown_prerequisite",
                             {{"prerequisite", text}}});
    }
    if (task.status() == domain::Status::unknown) {
        const std::string label(task.text(TaskField::status));
        occasions.push_back({NotificationKind::unknown_status,
                             "unknown_status:" + label,
                             std::nullopt,
                             "3.unknown_status",
                             {{"label", label}}});
    }
    std::erase_if(occasions, [&](const Occasion& o) { return decision.was_told(entry, o); });
    return occasions;
}

void schedule_deadline(Decision& decision, domain::TaskNumber number, ScheduleReason reason) {
    const auto found = decision.state().tasks.find(number);
    if (found == decision.state().tasks.end()) {
        return;
    }
    const TaskEntry& entry = found->second;
    const domain::Task& task = entry.task;
    const auto& rules = decision.state().rules;
    const Date next_run = rules.calendar.on_or_after(first_run_ahead(decision));

    DeadlineScheduled schedule;
    schedule.number = number;
    const Colour colour = domain::colour_on(decision.today(), task, rules);
    const Colour told = entry.deadline.colour_told;
    const bool told_anew = reason == ScheduleReason::run || told == Colour::none || colour < told;
    schedule.colour_told = told_anew ? colour : told;
    schedule.colour_on = domain::next_colour_change(decision.today(), task, rules);

    const auto run_by = [&](Date date) {
        schedule.run_on = schedule.run_on ? std::min(*schedule.run_on, date) : date;
    };
    if (task.open() && task.due_date()) {
        Ladder ladder = ladder_ahead(decision, entry, reason);
        schedule.due = task.due_date();
        schedule.spent = std::move(ladder.spent);
        schedule.joins = std::move(ladder.joins);
        run_by(*ladder.next);
    }
    if (schedule.joins || colour > schedule.colour_told ||
        !untold_conditions(decision, entry).empty()) {
        run_by(next_run);
    }
    const Deadline& now = entry.deadline;
    const auto spent_now = schedule.due ? now.spent.find(*schedule.due) : now.spent.end();
    const bool spent_known =
        !schedule.due || (spent_now != now.spent.end() && spent_now->second == schedule.spent);
    if (!spent_known || now.joins != schedule.joins || told != schedule.colour_told ||
        now.colour_on != schedule.colour_on || now.run_on != schedule.run_on) {
        decision.emit(std::move(schedule));
    }
}

} // namespace klik::engine
