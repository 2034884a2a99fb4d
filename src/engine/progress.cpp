#include "engine/progress.hpp"

#include <algorithm>

namespace klik::engine {

namespace {

using domain::Colour;
using domain::TaskField;

void count_colour(Progress& progress, Colour colour) {
    switch (colour) {
    case Colour::red:
        ++progress.red;
        break;
    case Colour::yellow:
        ++progress.yellow;
        break;
    case Colour::green:
        ++progress.green;
        break;
    case Colour::none:
        break;
    }
}

/// A due date is over from the day after it. Its colour does not say so: rules may turn a task red
/// before.
void add_deadline(Progress& progress, const TaskEntry& entry, domain::Date today) {
    const auto due = entry.task.due_date();
    if (!due) {
        return;
    }
    progress.next_due_date = std::min(progress.next_due_date.value_or(*due), *due);
    if (*due < today) {
        return;
    }
    auto& nearest = progress.next_deadlines;
    const auto due_of = [](const TaskEntry* other) { return *other->task.due_date(); };
    nearest.insert(std::ranges::upper_bound(nearest, *due, {}, due_of), &entry);
    nearest.resize(std::min(nearest.size(), Progress::most_deadlines));
}

void count_requests(Progress& progress, const State& state, const TaskEntry& entry) {
    for (const auto& key : state.accepted_on(entry.task.number)) {
        const bool unanswered = state.requests.at(key).outcome == Outcome::unanswered;
        ++(unanswered ? progress.requests_unanswered : progress.requests_waiting);
    }
}

void count(Progress& progress, const State& state, const TaskEntry& entry, domain::Date today) {
    ++progress.tasks;
    count_requests(progress, state, entry);
    const auto& task = entry.task;
    if (!task.open()) {
        ++(task.status() == domain::Status::completed ? progress.completed : progress.not_relevant);
        return;
    }
    ++progress.open;
    progress.blocked += entry.standing.ready ? 0U : 1U;
    count_colour(progress, entry.standing.colour);
    add_deadline(progress, entry, today);
}

} // namespace

std::optional<std::size_t> Progress::completed_percent() const {
    const std::size_t relevant = tasks - not_relevant;
    return relevant == 0 ? std::nullopt : std::optional{completed * 100 / relevant};
}

std::map<std::string, ProjectProgress> progress_by_project(const State& state, domain::Date today) {
    std::map<std::string, ProjectProgress> projects;
    for (const auto& [number, entry] : state.tasks) {
        const auto text = [&](TaskField field) { return std::string{entry.task.text(field)}; };
        auto& project = projects[text(TaskField::project)];
        count(project.all, state, entry, today);
        count(project.groups[{text(TaskField::phase), text(TaskField::theme)}], state, entry,
              today);
    }
    return projects;
}

} // namespace klik::engine
