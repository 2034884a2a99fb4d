#include "engine/knock_on.hpp"

#include "domain/knock_on.hpp"
#include "engine/task_view.hpp"

namespace klik::engine {

namespace {

using domain::TaskNumber;

domain::KnockOnGraph graph_of(const State& state) {
    return {
        .tasks = lookup_in(state),
        .waiting = [&state](TaskNumber number) -> const std::set<TaskNumber>& {
            return state.dependants_of(number);
        },
        .before =
            [&state](TaskNumber number) { return state.tasks.at(number).view.latest_safe_finish; }};
}

} // namespace

std::set<TaskNumber> publish_with_knock_on(Decision& decision, const std::set<TaskNumber>& touched,
                                           const std::set<TaskNumber>& changed) {
    const State& state = decision.state();
    const auto moved = domain::moved_safe_finishes(
        graph_of(state),
        {[&state](const domain::Task& task) { return state.rules.of(task).effort_working_days; },
         state.rules.calendar},
        changed);
    std::set<TaskNumber> numbers = touched;
    std::set<TaskNumber> moved_numbers;
    for (const auto& [number, finish] : moved) {
        numbers.insert(number);
        moved_numbers.insert(number);
    }
    for (const TaskNumber number : numbers) {
        const auto found = moved.find(number);
        decision.publish_state(number,
                               found == moved.end() ? std::nullopt : std::optional(found->second));
    }
    return moved_numbers;
}

void publish_all_with_knock_on(Decision& decision) {
    std::set<TaskNumber> all;
    for (const auto& [number, entry] : decision.state().tasks) {
        all.insert(all.end(), number);
    }
    publish_with_knock_on(decision, all, all);
}

} // namespace klik::engine
