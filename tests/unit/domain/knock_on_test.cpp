#include "domain/knock_on.hpp"
#include "support/tasks.hpp"

#include <gmock/gmock.h>

namespace klik::test {
namespace {

Task waits(std::int64_t number, std::string_view due,
           std::initializer_list<std::int64_t> for_these) {
    Task made = task(number, {{TaskField::prerequisites, numbers(for_these)}});
    if (!due.empty()) {
        made.fields.set(TaskField::due_date, {date(due), UtcTime{}});
    }
    return made;
}

Task closed(Task made) {
    made.fields.set(TaskField::status, {std::string("Fuldført"), UtcTime{}});
    return made;
}

/// The latest safe finishes of a few tasks, worked out from nothing.
class Finishes {
  public:
    explicit Finishes(std::vector<Task> tasks, int effort_working_days = 5) {
        domain::FlatSet<TaskNumber> all;
        for (auto& task : tasks) {
            all.insert(task.number);
            for (const TaskNumber number : task.prerequisites()) {
                waiting_[number].insert(task.number);
            }
            tasks_.emplace(task.number, std::move(task));
        }
        const TaskLookup lookup = [this](TaskNumber number) -> const Task* {
            const auto found = tasks_.find(number);
            return found == tasks_.end() ? nullptr : &found->second;
        };
        const KnockOnGraph graph{
            .tasks = lookup,
            .waiting = [this](TaskNumber number) -> const auto& { return waiting_[number]; },
            .before = [](TaskNumber) { return SafeFinish{}; },
            .on_cycle =
                [&](TaskNumber number) {
                    return !tasks_on_its_cycles(*lookup(number), lookup).empty();
                }};
        found_ = moved_safe_finishes(
            graph, {[=](const Task&) { return effort_working_days; }, rules().calendar}, all);
    }
    /// `2024-03-08 for #2`
    std::string of(std::int64_t number) const {
        const auto found = found_.find(TaskNumber{number});
        if (found == found_.end()) {
            return "none";
        }
        const SafeFinish& finish = found->second;
        return iso_date(*finish.date) +
               (finish.decider ? " for #" + to_string(*finish.decider) : std::string{});
    }

  private:
    std::map<TaskNumber, Task> tasks_;
    std::map<TaskNumber, domain::FlatSet<TaskNumber>> waiting_;
    std::map<TaskNumber, SafeFinish> found_;
};

TEST(LatestSafeFinish, IsTheDueDateOfATaskThatNobodyWaitsFor) {
    EXPECT_EQ(Finishes({waits(1, "2024-03-15", {})}).of(1), "2024-03-15");
    EXPECT_EQ(Finishes({waits(1, "", {})}).of(1), "none");
}

TEST(LatestSafeFinish, LeavesWhoeverWaitsTheirWorkingDays) {
    const Finishes finishes{{waits(1, "2024-06-03", {}), waits(2, "2024-03-15", {1})}};
    EXPECT_EQ(finishes.of(1), "2024-03-08 for #2");
    EXPECT_EQ(finishes.of(2), "2024-03-15");
}

TEST(LatestSafeFinish, CountsNoDaysOff) { // Maundy Thursday to Easter Monday, 2024
    EXPECT_EQ(Finishes({waits(1, "", {}), waits(2, "2024-04-05", {1})}).of(1), "2024-03-26 for #2");
}

TEST(LatestSafeFinish, AddsUpAlongTheChain) {
    const Finishes finishes{
        {waits(1, "", {}), waits(2, "", {1}), waits(3, "", {2}), waits(4, "2024-02-23", {3})}};
    EXPECT_EQ(finishes.of(3), "2024-02-16 for #4");
    EXPECT_EQ(finishes.of(2), "2024-02-09 for #3");
    EXPECT_EQ(finishes.of(1), "2024-02-02 for #2");
}

TEST(LatestSafeFinish, IsTheEarliestOfSeveral) {
    const Finishes finishes{{waits(1, "2024-03-01", {}), waits(2, "2024-03-15", {1}),
                             waits(3, "2024-03-13", {1}), waits(4, "2024-03-07", {1})}};
    EXPECT_EQ(finishes.of(1), "2024-02-29 for #4");
}

TEST(LatestSafeFinish, NamesTheOwnDueDateAndTheLowestNumberFirstWhereSeveralDecide) {
    EXPECT_EQ(Finishes({waits(1, "2024-03-08", {}), waits(2, "2024-03-15", {1})}).of(1),
              "2024-03-08");
    EXPECT_EQ(Finishes({waits(1, "", {}), waits(3, "2024-03-15", {1}), waits(2, "2024-03-15", {1})})
                  .of(1),
              "2024-03-08 for #2");
}

TEST(LatestSafeFinish, IgnoresClosedTasks) {
    EXPECT_EQ(Finishes({closed(waits(1, "2024-03-15", {}))}).of(1), "none");
    EXPECT_EQ(Finishes({waits(1, "2024-06-03", {}), closed(waits(2, "2024-03-15", {1}))}).of(1),
              "2024-06-03");
    // What waits for a closed task has no word about what came before that.
    EXPECT_EQ(Finishes({waits(1, "2024-06-03", {}), closed(waits(2, "", {1})),
                        waits(3, "2024-03-15", {2})})
                  .of(1),
              "2024-06-03");
}

TEST(LatestSafeFinish, IgnoresUnknownPrerequisites) {
    EXPECT_EQ(Finishes({waits(2, "2024-03-15", {1})}).of(1), "none");
}

TEST(LatestSafeFinish, LeavesOutEdgesOnACycle) {
    const Finishes finishes{{waits(1, "2024-06-03", {3}), waits(2, "2024-03-15", {1}),
                             waits(3, "2024-06-10", {2}), waits(4, "2024-03-29", {3})}};
    EXPECT_EQ(finishes.of(1), "2024-06-03");
    EXPECT_EQ(finishes.of(2), "2024-03-15");
    EXPECT_EQ(finishes.of(3), "2024-03-21 for #4");
    EXPECT_EQ(Finishes({waits(1, "2024-06-03", {1})}).of(1), "2024-06-03");
}

TEST(LatestSafeFinish, TakesWhatComesBeforeACycleFromEachTaskOfIt) {
    const Finishes finishes{
        {waits(1, "", {}), waits(2, "2024-03-15", {1, 3}), waits(3, "2024-03-13", {1, 2})}};
    EXPECT_EQ(finishes.of(1), "2024-03-06 for #3");
}

TEST(LatestSafeFinish, CanBeTheSameDayWhereATaskIsNoWork) {
    EXPECT_EQ(Finishes({waits(1, "", {}), waits(2, "2024-03-15", {1})}, 0).of(1),
              "2024-03-15 for #2");
}

TEST(LatestSafeFinish, StopsAtTheFirstDateThatThereIs) {
    EXPECT_EQ(Finishes({waits(1, "", {}), waits(2, "1900-01-02", {1})}).of(1), "1900-01-01 for #2");
}

} // namespace
} // namespace klik::test
