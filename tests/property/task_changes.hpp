#pragma once

#include "support/tasks.hpp"
#include "support/world.hpp"

#include <rapidcheck.h>

#include <ostream>

namespace klik::test {

/// One change of one of a few tasks, so that edges, cycles and gaps between numbers are common.
struct TaskChange {
    std::int64_t number = 1;
    bool removes = false;
    std::optional<std::vector<std::int64_t>> prerequisites; ///< absent: they stay
    std::optional<int> due_day; ///< days after 2024-03-01; absent: it stays; below zero: none
    std::optional<bool> closed;
};

inline constexpr std::int64_t highest_number = 9;

inline void apply(const TaskChange& change, World& world) {
    if (change.removes) {
        world.removed(change.number);
        return;
    }
    Fields fields;
    if (change.prerequisites) {
        std::vector<TaskNumber> numbers;
        for (const auto number : *change.prerequisites) {
            numbers.push_back(TaskNumber{number});
        }
        fields[TaskField::prerequisites] = std::move(numbers);
    }
    if (change.due_day && *change.due_day < 0) {
        fields[TaskField::due_date] = None{};
    } else if (change.due_day) {
        fields[TaskField::due_date] = date("2024-03-01") + std::chrono::days{*change.due_day};
    }
    if (change.closed) {
        fields[TaskField::status] = std::string(*change.closed ? "Fuldført" : "Påbegyndt");
    }
    world.fact(change.number, std::move(fields));
}

inline std::ostream& operator<<(std::ostream& out, const TaskChange& change) {
    out << '#' << change.number << (change.removes ? " removed" : "");
    if (change.prerequisites) {
        out << " waits for";
        for (const auto number : *change.prerequisites) {
            out << " #" << number;
        }
    }
    if (change.due_day) {
        out << " due " << *change.due_day;
    }
    if (change.closed) {
        out << (*change.closed ? " closed" : " open");
    }
    return out;
}

} // namespace klik::test

namespace rc {

template <>
struct Arbitrary<klik::test::TaskChange> {
    static Gen<klik::test::TaskChange> arbitrary() {
        using klik::test::TaskChange;
        const auto number = gen::inRange<std::int64_t>(1, klik::test::highest_number + 1);
        return gen::build<TaskChange>(
            gen::set(&TaskChange::number, number),
            gen::set(&TaskChange::removes, gen::weightedElement<bool>({{9, false}, {1, true}})),
            gen::set(
                &TaskChange::prerequisites,
                gen::oneOf(gen::just(std::optional<std::vector<std::int64_t>>{}),
                           gen::map(gen::container<std::vector<std::int64_t>>(2, number),
                                    [](auto list) { return std::optional(std::move(list)); }),
                           gen::map(gen::container<std::vector<std::int64_t>>(number),
                                    [](auto list) { return std::optional(std::move(list)); }))),
            gen::set(&TaskChange::due_day,
                     gen::oneOf(gen::just(std::optional<int>{}),
                                gen::map(gen::inRange(-10, 90),
                                         [](int day) { return std::optional(day); }))),
            gen::set(&TaskChange::closed, gen::weightedElement<std::optional<bool>>(
                                              {{6, std::nullopt}, {1, true}, {2, false}})));
    }
};

} // namespace rc
