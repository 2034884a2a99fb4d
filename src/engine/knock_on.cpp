#include "engine/knock_on.hpp"

#include "domain/knock_on.hpp"
#include "engine/readiness.hpp"
#include "engine/task_view.hpp"

#include <ranges>

namespace klik::engine {

namespace {

using domain::Colour;
using domain::Task;
using domain::TaskNumber;

domain::KnockOnGraph graph_of(const State& state) {
    return {.tasks = lookup_in(state),
            .waiting = [&state](TaskNumber number) -> const domain::FlatSet<TaskNumber>& {
                return state.dependants_of(number);
            },
            .before =
                [&state](TaskNumber number) {
                    return state.tasks.at(number).standing.latest_safe_finish;
                },
            .on_cycle = [&state](TaskNumber number) { return state.on_cycles.contains(number); }};
}

const domain::SafeFinish& safe_finish(const State& state, TaskNumber number) {
    return state.tasks.at(number).standing.latest_safe_finish;
}

std::optional<domain::ColourDates> colour_dates_for_others(const Decision& decision,
                                                           const Task& task) {
    const auto& finish = safe_finish(decision.state(), task.number);
    if (!task.open() || !finish.date || !finish.decider) {
        return std::nullopt;
    }
    const auto& rules = decision.rules_of(task);
    return domain::colour_dates(*finish.date, domain::colour_thresholds(task, rules),
                                rules.calendar);
}

/// From the task to the one whose due date decides its latest safe finish.
std::vector<TaskNumber> way_to_the_due_date(const State& state, TaskNumber number) {
    std::vector<TaskNumber> way{number};
    while (const auto decider = safe_finish(state, way.back()).decider) {
        way.push_back(*decider);
    }
    return way;
}

} // namespace

domain::FlatSet<TaskNumber> publish_with_knock_on(Decision& decision,
                                                  const domain::FlatSet<TaskNumber>& touched,
                                                  const domain::FlatSet<TaskNumber>& changed) {
    const State& state = decision.state();
    const auto moved = domain::moved_safe_finishes(
        graph_of(state),
        {[&state](const domain::Task& task) { return state.rules.of(task).effort_working_days; },
         state.rules.calendar},
        changed);
    const auto keys = std::views::keys(moved);
    domain::FlatSet<TaskNumber> moved_numbers(keys.begin(), keys.end());
    for (const TaskNumber number : merged(touched, moved_numbers)) {
        const auto found = moved.find(number);
        decision.publish_state(number,
                               found == moved.end() ? std::nullopt : std::optional(found->second));
    }
    return moved_numbers;
}

void publish_all_with_knock_on(Decision& decision) {
    std::vector<TaskNumber> numbers;
    numbers.reserve(decision.state().tasks.size());
    for (const auto& [number, entry] : decision.state().tasks) {
        numbers.push_back(number);
    }
    const domain::FlatSet<TaskNumber> all(numbers.begin(), numbers.end());
    publish_with_knock_on(decision, all, all);
}

Colour colour_for_others(const Decision& decision, const Task& task) {
    const auto dates = colour_dates_for_others(decision, task);
    return dates ? domain::colour_on(decision.today(), *dates) : Colour::none;
}

std::optional<domain::Date> next_colour_for_others(const Decision& decision, const Task& task) {
    const auto dates = colour_dates_for_others(decision, task);
    return dates ? domain::next_colour_change(decision.today(), *dates) : std::nullopt;
}

std::optional<Occasion> knock_on_occasion(const Decision& decision, const Task& task,
                                          Detail detail) {
    const Colour colour = colour_for_others(decision, task);
    if (colour <= Colour::green) {
        return std::nullopt;
    }
    const Colour own = domain::colour_on(decision.today(), task, decision.rules_of(task));
    if (colour <= own) {
        return std::nullopt;
    }
    const auto& finish = safe_finish(decision.state(), task.number);
    const std::string by = domain::iso_date(*finish.date);
    Occasion occasion{domain::NotificationKind::knock_on,
                      "knock_on:" + domain::to_string(*finish.decider) + ':' + by + ':' +
                          std::string(canonical(colour)),
                      std::nullopt,
                      "5.knock_on",
                      {}};
    if (detail == Detail::with_facts) {
        const auto way = way_to_the_due_date(decision.state(), task.number);
        occasion.facts = {
            {"makes", domain::to_string(way.back())}, {"by", by}, {"path", way_in_words(way)}};
        add_colour_facts(occasion.facts, "own", own);
        add_colour_facts(occasion.facts, "colour", colour);
    }
    return occasion;
}

} // namespace klik::engine
