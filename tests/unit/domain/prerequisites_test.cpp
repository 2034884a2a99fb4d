#include "support/tasks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::test {
namespace {

using testing::ElementsAre;

// docs/rules.md 5

Task waiting(std::int64_t number, std::initializer_list<std::int64_t> prerequisites) {
    return task(number, {{TaskField::prerequisites, numbers(prerequisites)}});
}

Task closed(std::int64_t number) {
    return task(number, {{TaskField::status, std::string("Fuldført")}});
}

TEST(Prerequisites, ATaskIsBlockedByThoseThatAreOpen) {
    const Tasks tasks{waiting(1, {4, 2, 3, 2}), task(2), closed(3), task(4)};
    EXPECT_EQ(blocking_prerequisites(tasks.at(1), tasks.lookup()), numbers({2, 4}));
}

TEST(Prerequisites, ATaskIsReadyWhenAllAreClosed) {
    const Tasks tasks{waiting(1, {3}), closed(3)};
    EXPECT_TRUE(blocking_prerequisites(tasks.at(1), tasks.lookup()).empty());
}

TEST(Prerequisites, AnUnknownNumberBlocksNothingAndIsReported) {
    const Tasks tasks{waiting(1, {9, 2}), closed(2)};
    EXPECT_TRUE(blocking_prerequisites(tasks.at(1), tasks.lookup()).empty());
    EXPECT_EQ(unknown_prerequisites(tasks.at(1), tasks.lookup()), numbers({9}));
}

TEST(Prerequisites, ATaskThatIsItsOwnPrerequisiteIsACycle) {
    const Tasks tasks{waiting(1, {1})};
    EXPECT_EQ(prerequisite_cycle(tasks.at(1), tasks.lookup()), numbers({1, 1}));
    EXPECT_TRUE(tasks_on_its_cycles(tasks.at(1), tasks.lookup()).contains(TaskNumber{1}));
}

TEST(Prerequisites, ACycleOfThreeIsFoundFromEachOfThem) {
    const Tasks tasks{waiting(1, {2}), waiting(2, {3}), waiting(3, {1, 4}), task(4),
                      waiting(5, {1})};
    EXPECT_EQ(prerequisite_cycle(tasks.at(1), tasks.lookup()), numbers({1, 2, 3, 1}));
    EXPECT_EQ(prerequisite_cycle(tasks.at(3), tasks.lookup()), numbers({3, 1, 2, 3}));
    EXPECT_TRUE(prerequisite_cycle(tasks.at(4), tasks.lookup()).empty());
    EXPECT_TRUE(prerequisite_cycle(tasks.at(5), tasks.lookup()).empty())
        << "waits for a cycle only";
}

TEST(Prerequisites, EachEdgeThatLeadsBackHasItsShortestCycle) {
    const Tasks tasks{waiting(1, {2}), waiting(2, {4, 3, 5}), waiting(3, {1}), waiting(4, {2}),
                      task(5),         waiting(6, {1, 6})};
    const auto cycles = [&](std::int64_t number) {
        return prerequisite_cycles(tasks.at(number), tasks.lookup());
    };
    EXPECT_THAT(cycles(2), ElementsAre(numbers({2, 3, 1, 2}), numbers({2, 4, 2})));
    EXPECT_THAT(cycles(1), ElementsAre(numbers({1, 2, 3, 1})));
    EXPECT_THAT(cycles(3), ElementsAre(numbers({3, 1, 2, 3})));
    EXPECT_THAT(cycles(4), ElementsAre(numbers({4, 2, 4})));
    EXPECT_TRUE(cycles(5).empty());
    EXPECT_THAT(cycles(6), ElementsAre(numbers({6, 6}))) << "the other edge leads to cycles only";
}

TEST(Prerequisites, ATaskKnowsAllThatAreOnACycleWithIt) {
    const Tasks tasks{waiting(1, {2}), waiting(2, {4, 3, 5}), waiting(3, {1}), waiting(4, {2}),
                      task(5),         waiting(6, {1, 9}),    waiting(7, {7})};
    const auto mates = [&](std::int64_t number) {
        const auto found = tasks_on_its_cycles(tasks.at(number), tasks.lookup());
        return std::vector<TaskNumber>(found.begin(), found.end());
    };
    EXPECT_EQ(mates(1), numbers({1, 2, 3, 4}));
    EXPECT_EQ(mates(4), numbers({1, 2, 3, 4}));
    EXPECT_EQ(mates(7), numbers({7}));
    EXPECT_TRUE(mates(5).empty());
    EXPECT_TRUE(mates(6).empty());
}

TEST(Prerequisites, OnlyEdgesThatLeadBackAreOnACycle) {
    const Tasks tasks{waiting(1, {2, 4}), waiting(2, {1}), task(4)};
    EXPECT_TRUE(tasks_on_its_cycles(tasks.at(1), tasks.lookup()).contains(TaskNumber{2}));
    EXPECT_FALSE(tasks_on_its_cycles(tasks.at(1), tasks.lookup()).contains(TaskNumber{4}));
    EXPECT_FALSE(tasks_on_its_cycles(tasks.at(1), tasks.lookup()).contains(TaskNumber{77}));
}

TEST(Prerequisites, ADueDateBeforeThatOfAPrerequisiteIsAConflict) {
    const Tasks tasks{task(1, {{TaskField::prerequisites, numbers({2, 3})},
                               {TaskField::due_date, date("2024-03-04")}}),
                      task(2, {{TaskField::due_date, date("2024-03-05")}}),
                      task(3, {{TaskField::due_date, date("2024-03-04")}})};
    const auto conflicts = date_conflicts(tasks.at(1), tasks.lookup());
    ASSERT_EQ(conflicts.size(), 1U);
    EXPECT_EQ(conflicts[0], (DateConflict{TaskNumber{2}, date("2024-03-04"), date("2024-03-05")}));
}

TEST(Prerequisites, ADueDateBeforeTheOwnStartIsAConflict) {
    const Tasks tasks{task(1, {{TaskField::start_date, date("2024-03-05")},
                               {TaskField::due_date, date("2024-03-04")}})};
    const auto conflicts = date_conflicts(tasks.at(1), tasks.lookup());
    ASSERT_EQ(conflicts.size(), 1U);
    EXPECT_FALSE(conflicts[0].prerequisite);
}

TEST(Prerequisites, AClosedTaskHasNoConflicts) {
    const Tasks tasks{task(1, {{TaskField::start_date, date("2024-03-05")},
                               {TaskField::due_date, date("2024-03-04")},
                               {TaskField::status, std::string("Fuldført")}})};
    EXPECT_TRUE(date_conflicts(tasks.at(1), tasks.lookup()).empty());
}

} // namespace
} // namespace klik::test
