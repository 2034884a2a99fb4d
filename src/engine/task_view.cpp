#include "engine/task_view.hpp"

#include <utility>

namespace klik::engine {

namespace {

std::vector<domain::TaskNumber> blocked_tasks(const State& state, const domain::Task& task) {
    std::vector<domain::TaskNumber> blocked;
    if (!task.open()) {
        return blocked;
    }
    for (const domain::TaskNumber number : state.dependants_of(task.number)) {
        const domain::Task* dependant = state.task(number);
        if (dependant && dependant->open()) {
            blocked.push_back(number);
        }
    }
    return blocked;
}

} // namespace

domain::TaskLookup lookup_in(const State& state) {
    return [&state](domain::TaskNumber number) { return state.task(number); };
}

std::string status_label(const domain::Task& task) {
    const auto label = task.text(domain::TaskField::status);
    return label.empty() ? std::string(domain::label(task.status(), domain::Language::danish))
                         : domain::status_words(label, domain::Language::danish);
}

TaskStanding standing_of(const State& state, const domain::Task& task, domain::Date today) {
    return {task.revision,
            domain::colour_on(today, task, state.rules.of(task)),
            domain::blocking_prerequisites(task, lookup_in(state)),
            blocked_tasks(state, task),
            {}};
}

TaskView published_view(const State& state, const TaskEntry& entry) {
    return view_of(entry.task,
                   {entry.standing.revision, entry.standing.colour,
                    domain::blocking_prerequisites(entry.task, lookup_in(state)),
                    blocked_tasks(state, entry.task), entry.standing.latest_safe_finish});
}

TaskView view_of(const domain::Task& task, TaskStanding standing) {
    return {std::move(standing), task.number, task.origin(), task.status(),
            domain::StateFields{task.fields}};
}

} // namespace klik::engine
