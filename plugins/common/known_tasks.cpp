#include "common/known_tasks.hpp"

namespace klik::common {

void KnownTasks::put(const Event& event) {
    const auto number = event.data["number"].whole().value_or(0);
    tasks_[number] = {
        event.data, event.sequence, time_from_rfc3339(event.time).value_or(Time{}), {}};
}

void KnownTasks::replace(const Snapshot& snapshot) {
    tasks_.clear();
    epoch_ = snapshot.epoch;
    up_to_ = snapshot.sequence;
    current_ = true;
    for (const auto& row : snapshot.rows) {
        put(row);
    }
}

std::set<std::int64_t> KnownTasks::take(const Event& event) {
    const auto number = event.data["number"].whole().value_or(0);
    std::set<std::int64_t> touched{number};
    const auto add_neighbours = [&](const Value& state) {
        for (const auto& each : state["blocks"].list()) {
            touched.insert(each.whole().value_or(number));
        }
    };
    auto* known = find(number);
    if (known != nullptr) {
        add_neighbours(known->state);
    }
    add_neighbours(event.data);
    if (event.epoch == epoch_ && event.sequence <= up_to_) {
        return touched;
    }
    if (event.type == "dk.klik.task.removed.v1") {
        tasks_.erase(number);
    } else {
        put(event);
    }
    return touched;
}

const Task& KnownTasks::complete(Known& known, const Value& row) {
    Task task = task_of(row);
    task.changed = known.changed;
    known.whole = std::move(task);
    return *known.whole;
}

void KnownTasks::forget_answers() {
    for (auto& [number, known] : tasks_) {
        known.whole.reset();
    }
}

KnownTasks::Known* KnownTasks::find(std::int64_t number) {
    const auto found = tasks_.find(number);
    return found == tasks_.end() ? nullptr : &found->second;
}

std::vector<std::int64_t> KnownTasks::in_project(std::string_view project) const {
    std::vector<std::int64_t> numbers;
    for (const auto& [number, known] : tasks_) {
        if (known.state["project"].text() == project) {
            numbers.push_back(number);
        }
    }
    return numbers;
}

std::set<std::string> KnownTasks::projects() const {
    std::set<std::string> names;
    for (const auto& [number, known] : tasks_) {
        if (const auto name = known.state["project"].text(); !name.empty()) {
            names.emplace(name);
        }
    }
    return names;
}

} // namespace klik::common
