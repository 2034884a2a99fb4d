#include "engine/prerequisite_links.hpp"
#include "property/task_changes.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>

namespace klik::test {
namespace {

/// What the rules say about the tasks of a state, worked out from nothing and in the plainest way:
/// docs/rules.md 5.
class Oracle {
  public:
    explicit Oracle(const engine::State& state) : state_(state) {
        for (const auto& [number, entry] : state.tasks) {
            for (const TaskNumber next : entry.task.prerequisites()) {
                reach(number.value, next.value) = true;
            }
        }
        for (std::int64_t via = 1; via <= highest_number; ++via) {
            for (std::int64_t from = 1; from <= highest_number; ++from) {
                for (std::int64_t to = 1; to <= highest_number; ++to) {
                    reach(from, to) = reach(from, to) || (reach(from, via) && reach(via, to));
                }
            }
        }
    }

    [[nodiscard]] std::vector<TaskNumber> blocked_by(TaskNumber number) const {
        std::vector<TaskNumber> blocking;
        for (const auto& [other, entry] : state_.tasks) {
            if (waits_for(number, other) && entry.task.open()) {
                blocking.push_back(other);
            }
        }
        return blocking;
    }

    [[nodiscard]] std::vector<TaskNumber> blocks(TaskNumber number) const {
        std::vector<TaskNumber> waiting;
        for (const auto& [other, entry] : state_.tasks) {
            if (state_.task(number)->open() && waits_for(other, number) && entry.task.open()) {
                waiting.push_back(other);
            }
        }
        return waiting;
    }

    [[nodiscard]] bool on_cycle(TaskNumber number) { return reach(number.value, number.value); }

    [[nodiscard]] SafeFinish latest_safe_finish(TaskNumber number) {
        if (!state_.task(number)->open()) {
            return {};
        }
        SafeFinish finish{state_.task(number)->due_date(), std::nullopt};
        for (const auto& [other, entry] : state_.tasks) {
            const bool cycle = reach(number.value, other.value) && reach(other.value, number.value);
            if (!waits_for(other, number) || !entry.task.open() || cycle) {
                continue;
            }
            const auto theirs = latest_safe_finish(other).date;
            if (theirs && (!finish.date || start_of(*theirs) < *finish.date)) {
                finish = {start_of(*theirs), other};
            }
        }
        return finish;
    }

  private:
    bool& reach(std::int64_t from, std::int64_t to) {
        return reach_.at(static_cast<std::size_t>(from)).at(static_cast<std::size_t>(to));
    }
    [[nodiscard]] bool waits_for(TaskNumber number, TaskNumber other) const {
        return std::ranges::count(state_.task(number)->prerequisites(), other) > 0;
    }
    [[nodiscard]] Date start_of(Date finish) const {
        for (int left = 5; left > 0;) {
            finish -= std::chrono::days{1};
            left -= state_.rules.calendar.is_working_day(finish) ? 1 : 0;
        }
        return finish;
    }

    const engine::State& state_;
    std::array<std::array<bool, highest_number + 1>, highest_number + 1> reach_{};
};

/// Each task that waits for others has a place behind all of them, as long as none is on a cycle.
bool in_order(const engine::State& state) {
    const auto in_place = [&](const auto& of_number) {
        const engine::TaskEntry& entry = of_number.second;
        const auto prerequisites = entry.task.prerequisites();
        if (prerequisites.empty()) {
            return entry.place.value == 0;
        }
        return entry.place.value != 0 && std::ranges::all_of(prerequisites, [&](TaskNumber number) {
                   const auto other = state.tasks.find(number);
                   return other == state.tasks.end() || other->second.place.value == 0 ||
                          other->second.place.value < entry.place.value;
               });
    };
    return !state.on_cycles.empty() || std::ranges::all_of(state.tasks, in_place);
}

RC_GTEST_PROP(Prerequisites, AreAsTheOracleSaysAfterEveryChange,
              (const std::vector<TaskChange>& changes)) {
    World world;
    for (const TaskChange& change : changes) {
        apply(change, world);
        Oracle oracle(world.state());
        for (const auto& [number, entry] : world.state().tasks) {
            RC_ASSERT(world.view(number.value).blocked_by == oracle.blocked_by(number));
            RC_ASSERT(world.view(number.value).blocks == oracle.blocks(number));
            RC_ASSERT(world.state().on_cycles.contains(number) == oracle.on_cycle(number));
            RC_ASSERT(world.view(number.value).latest_safe_finish ==
                      oracle.latest_safe_finish(number));
        }
    }
    RC_ASSERT(in_order(world.state()));
    engine::State read = world.state();
    read.on_cycles.clear();
    engine::order_by_prerequisites(read);
    RC_ASSERT(read.on_cycles == world.state().on_cycles);
    RC_ASSERT(in_order(read));
    RC_ASSERT(world.replayed() == world.state());
}

} // namespace
} // namespace klik::test
