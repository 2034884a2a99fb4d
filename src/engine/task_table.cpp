#include "engine/task_table.hpp"

#include <absl/container/btree_map.h>
#include <absl/container/flat_hash_map.h>

#include <algorithm>
#include <stdexcept>

namespace klik::engine {

using domain::TaskNumber;

struct TaskTable::Index {
    absl::btree_map<std::int64_t, Owned> in_order;
    absl::flat_hash_map<std::int64_t, value_type*> by_number;
};

TaskTable::TaskTable() : index_{std::make_unique<Index>()} {}
TaskTable::TaskTable(TaskTable&& other) noexcept = default;
TaskTable& TaskTable::operator=(TaskTable&& other) noexcept = default;
TaskTable::~TaskTable() = default;

TaskTable::TaskTable(const TaskTable& other) : TaskTable{} {
    index_->by_number.reserve(other.size());
    for (const auto& [number, entry] : other.index_->in_order) {
        const auto copy = index_->in_order.emplace_hint(index_->in_order.end(), number,
                                                        std::make_unique<value_type>(*entry));
        index_->by_number.emplace(number, copy->second.get());
    }
}

TaskTable& TaskTable::operator=(const TaskTable& other) {
    if (this != &other) {
        *this = TaskTable{other};
    }
    return *this;
}

TaskTable::value_type* TaskTable::first() const {
    return index_->in_order.empty() ? nullptr : index_->in_order.begin()->second.get();
}

TaskTable::value_type* TaskTable::lookup(TaskNumber number) const {
    const auto found = index_->by_number.find(number.value);
    return found == index_->by_number.end() ? nullptr : found->second;
}

TaskTable::value_type* TaskTable::behind(TaskNumber number) const {
    const auto found = index_->in_order.upper_bound(number.value);
    return found == index_->in_order.end() ? nullptr : found->second.get();
}

TaskTable::value_type& TaskTable::known(TaskNumber number) const {
    auto* found = lookup(number);
    if (found == nullptr) {
        throw std::out_of_range("no task has the number " + domain::to_string(number));
    }
    return *found;
}

std::size_t TaskTable::size() const {
    return index_->by_number.size();
}

std::pair<TaskTable::iterator, bool> TaskTable::try_emplace(TaskNumber number) {
    if (auto* const known = lookup(number)) {
        return {{*this, known}, false};
    }
    return {{*this, add(std::make_unique<value_type>(number, TaskEntry{}))}, true};
}

std::pair<TaskTable::iterator, bool> TaskTable::insert(Owned task) {
    if (auto* const known = lookup(task->first)) {
        return {{*this, known}, false};
    }
    return {{*this, add(std::move(task))}, true};
}

/// Quickest for those that come in order, as a snapshot has them.
TaskTable::value_type* TaskTable::add(Owned task) {
    auto* const placed = task.get();
    index_->by_number.emplace(placed->first.value, placed);
    index_->in_order.emplace_hint(index_->in_order.end(), placed->first.value, std::move(task));
    return placed;
}

void TaskTable::erase(TaskNumber number) {
    index_->by_number.erase(number.value);
    index_->in_order.erase(number.value);
}

bool operator==(const TaskTable& a, const TaskTable& b) {
    return a.size() == b.size() && std::ranges::equal(a, b);
}

} // namespace klik::engine
