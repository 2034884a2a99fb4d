#include "engine/task_table.hpp"
#include "support/tasks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace klik::test {
namespace {

using domain::TaskNumber;
using engine::TaskTable;
using testing::ElementsAre;

TaskTable table_of(std::initializer_list<std::int64_t> numbers) {
    TaskTable table;
    for (const std::int64_t number : numbers) {
        table.try_emplace({number}).first->second.task.number = {number};
    }
    return table;
}

std::vector<std::int64_t> numbers_in(const TaskTable& table) {
    std::vector<std::int64_t> numbers;
    for (const auto& [number, entry] : table) {
        EXPECT_EQ(entry.task.number, number);
        numbers.push_back(number.value);
    }
    return numbers;
}

TEST(TaskTable, IsGoneThroughByNumber) {
    const TaskTable table = table_of({7, -3, 130101, 2});
    EXPECT_THAT(numbers_in(table), ElementsAre(-3, 2, 7, 130101));
    EXPECT_EQ(table.upper_bound({2})->first, TaskNumber{7});
    EXPECT_EQ(table.upper_bound({3})->first, TaskNumber{7});
    EXPECT_EQ(table.upper_bound({130101}), table.end());
    EXPECT_EQ(TaskTable{}.begin(), TaskTable{}.end());
}

TEST(TaskTable, FindsWhatIsThere) {
    const TaskTable table = table_of({1, 2});
    EXPECT_TRUE(table.contains({2}));
    EXPECT_EQ(table.find({3}), table.end());
    EXPECT_EQ(table.at({1}).task.number, TaskNumber{1});
    EXPECT_THROW(static_cast<void>(table.at({3})), std::out_of_range);
    EXPECT_EQ(table.size(), 2U);
}

TEST(TaskTable, KeepsTheEntryThatIsThereAndItsPlace) {
    TaskTable table = table_of({500});
    engine::TaskEntry* const entry = &table.at({500});
    entry->told_ready = true;
    for (std::int64_t number = 1; number < 1000; ++number) {
        auto other =
            std::make_unique<TaskTable::value_type>(TaskNumber{number}, engine::TaskEntry{});
        EXPECT_EQ(table.insert(std::move(other)).second, number != 500);
        EXPECT_FALSE(table.try_emplace({number}).second);
    }
    EXPECT_EQ(&table.at({500}), entry);
    EXPECT_TRUE(entry->told_ready);
}

TEST(TaskTable, LosesWhatIsErased) {
    TaskTable table = table_of({1, 2, 3});
    table.erase({2});
    table.erase({9});
    table.erase(table.find({3}));
    EXPECT_THAT(numbers_in(table), ElementsAre(1));
}

TEST(TaskTable, OfACopyIsItsOwn) {
    TaskTable table = table_of({1, 2});
    const TaskTable copy = table;
    EXPECT_TRUE(copy == table);
    table.at({1}).told_ready = true;
    EXPECT_FALSE(copy == table);
    table = copy;
    EXPECT_TRUE(copy == table);
    table.erase({1});
    EXPECT_FALSE(copy == table);
    const TaskTable moved = std::move(table);
    EXPECT_THAT(numbers_in(moved), ElementsAre(2));
}

} // namespace
} // namespace klik::test
