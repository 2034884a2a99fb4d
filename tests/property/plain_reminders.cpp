#include "property/plain_reminders.hpp"

#include <array>

namespace klik::test {

namespace {

using std::chrono::days;

std::string in_words(std::int64_t number, Date due, const LadderStep& step) {
    return step.name + " of #" + std::to_string(number) + " due " + iso_date(due);
}

} // namespace

void PlainReminders::take(const Happening& happening, const Moment& now) {
    if (const auto* change = std::get_if<TaskChange>(&happening)) {
        take_change(*change, now);
    } else if (const auto* details = std::get_if<TaskDetails>(&happening)) {
        take_people(*details, now);
    } else if (const auto* role = std::get_if<RoleChange>(&happening)) {
        if (role->ends) {
            holders_[role->role].erase(role->person);
        } else {
            holders_[role->role].insert(role->person);
        }
    } else if (const auto* away = std::get_if<DaysAway>(&happening)) {
        const Date from = now.date() + days{away->begins_in};
        away_[away->person] = {from, from + days{away->days - 1}};
    } else if (const auto* pause = std::get_if<Pause>(&happening)) {
        pass(now.local, now.local + std::chrono::minutes{pause->minutes}, false);
    } else if (const auto* passing = std::get_if<DaysPass>(&happening)) {
        pass(now.local, moment(end_of(*passing, now)).local, passing->off);
    }
}

void PlainReminders::take_change(const TaskChange& change, const Moment& now) {
    if (change.removes) {
        if (const auto gone = tasks_.extract(change.number); gone && !gone.mapped().unseen) {
            gone_[change.number] = gone.mapped().due;
        }
        return;
    }
    bool is_new = false;
    std::optional<Date> due_before;
    PlainTask& task = find(change.number, change.due_day.has_value(), is_new, due_before);
    if (change.due_day) {
        task.due = *change.due_day < 0 ? std::nullopt
                                       : std::optional(date("2024-03-01") + days{*change.due_day});
    }
    task.open = change.closed ? !*change.closed : task.open;
    settle(change.number, is_new, due_before, now);
}

void PlainReminders::take_people(const TaskDetails& details, const Moment& now) {
    bool is_new = false;
    std::optional<Date> due_before;
    PlainTask& task = find(details.number, false, is_new, due_before);
    task.assignee = details.assignee.value_or(task.assignee);
    task.responsible = details.responsible.value_or(task.responsible);
    settle(details.number, is_new, due_before, now);
}

/// A task that is back is not new, and its date is another one only if it is told.
PlainReminders::PlainTask& PlainReminders::find(std::int64_t number, bool tells_due, bool& is_new,
                                                std::optional<Date>& due_before) {
    const auto [entry, appears] = tasks_.try_emplace(number);
    due_before = entry->second.due;
    is_new = appears;
    if (const auto gone = gone_.extract(number); gone && appears) {
        is_new = false;
        due_before = tells_due ? gone.mapped() : std::nullopt;
    }
    return entry->second;
}

/// The steps whose run is behind are over, but for the latest one of a date that is new.
void PlainReminders::settle(std::int64_t number, bool is_new, std::optional<Date> due_before,
                            const Moment& now) {
    PlainTask& task = tasks_.at(number);
    task.unseen = task.open && (task.unseen || is_new);
    if (!task.open || !task.due) {
        if (task.due != due_before) {
            task.joins.reset();
        }
        return;
    }
    const bool run_is_over = now.local >= now.date() + rules_.run_at;
    const auto behind = steps_until(*task.due, now.date() - days{run_is_over ? 0 : 1});
    auto& over = task.over[*task.due];
    if (!is_new && task.due != due_before) {
        task.joins.reset();
        if (!behind.empty() && !over.contains(behind.back().id()) &&
            !told_steps_.contains(in_words(number, *task.due, behind.back()))) {
            task.joins = behind.back();
        }
    }
    for (const auto& step : behind) {
        over.insert(step.id());
    }
    if (task.joins) {
        over.erase(task.joins->id());
    }
}

void PlainReminders::pass(LocalTime from, LocalTime until, bool off) {
    for (Date day = std::chrono::floor<days>(from); day <= until; day += days{1}) {
        const LocalTime at = day + rules_.run_at;
        if (from < at && at <= until && calendar_.worked(day)) {
            run(day, off);
        }
    }
    if (off) {
        start_again(until);
    }
}

/// What was missed is told at once in the hours for that, and else by the next run.
void PlainReminders::start_again(LocalTime at) {
    const Date day = std::chrono::floor<days>(at);
    if (calendar_.worked(day) && at >= day + rules_.run_at && at < day + rules_.late_until) {
        for (auto& [number, task] : tasks_) {
            task.unseen = false;
        }
    }
}

void PlainReminders::run(Date day, bool off) {
    for (auto& [number, task] : tasks_) {
        task.unseen = task.unseen && off;
        if (!task.open || !task.due) {
            task.joins.reset();
            continue;
        }
        std::optional<LadderStep> step = task.joins;
        auto& over = task.over[*task.due];
        for (const auto& passed : steps_until(*task.due, day)) {
            const bool comes = over.insert(passed.id()).second;
            if (comes && passed.on == day) {
                step = passed;
            }
        }
        if (step && !off) {
            tell(number, *step, day);
        }
        task.joins.reset();
    }
}

void PlainReminders::tell(std::int64_t number, const LadderStep& step, Date day) {
    const PlainTask& task = tasks_.at(number);
    const std::size_t roles = step.overdue >= rules_.overdue_escalates_from ? 3 : 1;
    std::set<std::string> people;
    for (std::size_t role = 0; role < roles; ++role) {
        people.insert(who(role, task, day));
    }
    const std::string words = in_words(number, *task.due, step);
    told_steps_.insert(words);
    for (const auto& person : people) {
        told_.insert(iso_date(day) + ' ' + words + " -> " + person);
    }
}

/// By the chain of docs/rules.md 7, from its `role` on.
std::string PlainReminders::who(std::size_t role, const PlainTask& task, Date day) const {
    const auto holders = [&](const char* name) {
        const auto found = holders_.find(name);
        return found == holders_.end() ? std::set<std::string>{} : found->second;
    };
    const std::array<std::set<std::string>, 4> chain{
        std::set{task.assignee}, std::set{task.responsible}, holders("project_leader"),
        holders("klik_administrator")};
    for (; role < chain.size(); ++role) {
        for (const auto& person : chain.at(role)) {
            const auto away = away_.find(person);
            const bool is_away =
                away != away_.end() && away->second.first <= day && day <= away->second.second;
            if (!person.empty() && !is_away) {
                return person;
            }
        }
    }
    return "mailbox-9999";
}

std::vector<LadderStep> PlainReminders::steps_until(Date due, Date last) {
    auto& [known_until, ladder] = ladders_[due];
    if (known_until < last) {
        known_until = last + days{100};
        ladder = plain_ladder(due, known_until, rules_);
    }
    std::vector<LadderStep> steps;
    for (const auto& step : ladder) {
        if (step.on <= last) {
            steps.push_back(step);
        }
    }
    return steps;
}

} // namespace klik::test
