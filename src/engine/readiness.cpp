#include "engine/readiness.hpp"

#include "domain/prerequisites.hpp"
#include "engine/deadline_schedule.hpp"
#include "engine/gathering.hpp"
#include "engine/knock_on.hpp"
#include "engine/task_view.hpp"
#include "engine/withdrawal.hpp"

#include <algorithm>
#include <ranges>

namespace klik::engine {

namespace {

using domain::NotificationKind;
using domain::TaskNumber;

constexpr std::ptrdiff_t most_steps_in_words = 20;

std::string joined(const std::vector<TaskNumber>& numbers, std::string_view between) {
    std::string text;
    for (const TaskNumber number : numbers) {
        text.append(text.empty() ? "" : between);
        text.append("#").append(domain::to_string(number));
    }
    return text;
}

void add_upstream(const State& state, TaskNumber number, domain::FlatSet<TaskNumber>& upstream) {
    upstream.insert(number);
    if (const domain::Task* task = state.task(number)) {
        task->each_prerequisite([&](TaskNumber prerequisite) { upstream.insert(prerequisite); });
        if (state.on_cycles.contains(number)) {
            const auto on_its_cycles = domain::tasks_on_its_cycles(*task, lookup_in(state));
            upstream.insert(on_its_cycles.begin(), on_its_cycles.end());
        }
    }
}

void gather_change(Decision& decision, const TaskEntry& entry, TaskNumber because,
                   const FactIdentity& cause) {
    if (entry.deadline.first_sight) {
        return; // what is true is told at first sight
    }
    const domain::Task& task = entry.task;
    const auto tasks = lookup_in(decision.state());
    if (may_be_unblocked(decision, entry)) {
        if (domain::blocking_prerequisites(task, tasks).empty() &&
            domain::unknown_prerequisites(task, tasks).empty()) {
            Occasion occasion = unblocked_occasion(decision, task, key_part(cause));
            occasion.facts.emplace("because", "#" + domain::to_string(because));
            gather(decision, task, occasion, decision.roles_of(NotificationKind::unblocked, task));
        }
    } else if (entry.told_ready && is_blocked(decision.state(), task)) {
        gather(decision, task, blocked_again_occasion(decision.state(), task, key_part(cause)),
               decision.roles_of(NotificationKind::blocked_again, task));
    }
}

} // namespace

void add_blockers(const State& state, const domain::Task& task, Facts& facts) {
    const auto blocking = domain::blocking_prerequisites(task, lookup_in(state));
    if (!blocking.empty()) {
        facts.emplace("blocked_by", number_list(blocking));
    }
}

std::string number_list(const std::vector<TaskNumber>& numbers) {
    return joined(numbers, ", ");
}

std::vector<TaskNumber> numbers_in(std::string_view list) {
    std::vector<TaskNumber> numbers;
    for (const auto part : std::views::split(list, std::string_view{", "})) {
        if (const auto number = domain::task_number(std::string_view{part})) {
            numbers.push_back(*number);
        }
    }
    return numbers;
}

std::string way_in_words(const std::vector<TaskNumber>& way) {
    constexpr std::string_view step = " → ";
    if (std::ssize(way) <= most_steps_in_words) {
        return joined(way, step);
    }
    const std::vector<TaskNumber> first(way.begin(), way.begin() + most_steps_in_words - 1);
    return joined(first, step).append(step).append("… → #") + domain::to_string(way.back());
}

ReadinessBefore::ReadinessBefore(const State& state, TaskNumber number) : number_(number) {
    add_upstream(state, number, upstream_);
}

void ReadinessBefore::gather_changes(Decision& decision, const FactIdentity& cause,
                                     const std::set<domain::PersonId>& by) const {
    const State& state = decision.state();
    domain::FlatSet<TaskNumber> upstream = upstream_;
    add_upstream(state, number_, upstream);
    const auto touched = merged(state.dependants_of(number_), upstream);
    const auto moved = publish_with_knock_on(decision, touched, upstream);
    for (const TaskNumber number : touched) {
        const auto found = state.tasks.find(number);
        if (found != state.tasks.end() && found->second.task.open()) {
            gather_change(decision, found->second, number_, cause);
        }
    }
    for (const TaskNumber number : merged(touched, moved)) {
        if (number != number_) {
            withdraw_what_ended(decision, number, by);
            schedule_deadline(decision, number, ScheduleReason::surroundings);
        }
    }
}

bool is_blocked(const State& state, const domain::Task& task) {
    return !domain::blocking_prerequisites(task, lookup_in(state)).empty();
}

bool any_open(const State& state, const std::vector<TaskNumber>& numbers) {
    return std::ranges::any_of(numbers, [&](TaskNumber number) {
        const domain::Task* task = state.task(number);
        return task != nullptr && task->open();
    });
}

bool may_be_unblocked(const Decision& decision, const TaskEntry& entry) {
    const auto& since = entry.deadline.waiting_since;
    return since && !entry.told_ready &&
           decision.at().utc - *since >= decision.state().rules.gather_for;
}

Occasion unblocked_occasion(const Decision& decision, const domain::Task& task,
                            const std::string& cause) {
    const auto named = task.prerequisites();
    Occasion occasion{NotificationKind::unblocked,
                      "unblocked:" + cause,
                      std::nullopt,
                      "5.readiness",
                      {{"prerequisites", named.empty() ? "-" : number_list(named)}}};
    const auto unknown = domain::unknown_prerequisites(task, lookup_in(decision.state()));
    if (!unknown.empty()) {
        occasion.facts.emplace("unknown", number_list(unknown));
    }
    return occasion;
}

Occasion blocked_again_occasion(const State& state, const domain::Task& task,
                                const std::string& cause) {
    Occasion occasion{
        NotificationKind::blocked_again, "blocked_again:" + cause, std::nullopt, "5.readiness", {}};
    add_blockers(state, task, occasion.facts);
    return occasion;
}

} // namespace klik::engine
