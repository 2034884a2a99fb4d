#include "domain/field_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace klik::domain {
namespace {

using Words = FieldTable<std::string>;

std::vector<std::string> in_order(const Words& words) {
    std::vector<std::string> all;
    words.each([&](TaskField /*field*/, const std::string& word) { all.push_back(word); });
    return all;
}

TEST(FieldTable, HasWhatWasSetInTheOrderOfTheFields) {
    Words words;
    words.set(TaskField::files, "last");
    words.set(TaskField::title, "first");
    words.set(TaskField::due_date, "between");
    EXPECT_EQ(in_order(words), (std::vector<std::string>{"first", "between", "last"}));
    EXPECT_EQ(*words[TaskField::due_date], "between");
    EXPECT_EQ(words[TaskField::status], nullptr);
}

TEST(FieldTable, HoldsEachFieldAndIsGoneThroughInTheirOrder) {
    FieldTable<TaskField> fields;
    std::vector<TaskField> all;
    for (const FieldDescription& description : field_descriptions()) {
        all.push_back(description.field);
    }
    std::ranges::sort(all);
    for (auto field = all.rbegin(); field != all.rend(); ++field) {
        fields.set(*field, *field);
    }
    std::vector<TaskField> visited;
    fields.each([&](TaskField field, TaskField value) {
        EXPECT_EQ(field, value);
        visited.push_back(field);
    });
    EXPECT_EQ(visited, all);
    for (const TaskField field : all) {
        EXPECT_EQ(*fields[field], field);
    }
}

TEST(FieldTable, TakesTheLatestOfAField) {
    Words words;
    words.set(TaskField::title, "before");
    words.set(TaskField::title, "now");
    EXPECT_EQ(in_order(words), (std::vector<std::string>{"now"}));
    words.set_if_there(TaskField::title, std::nullopt);
    EXPECT_EQ(*words[TaskField::title], "now");
}

TEST(FieldTable, ForgetsWhatIsReset) {
    Words words;
    words.set(TaskField::title, "first");
    words.set(TaskField::files, "last");
    words.reset(TaskField::title);
    words.reset(TaskField::status);
    EXPECT_EQ(words[TaskField::title], nullptr);
    EXPECT_EQ(*words[TaskField::files], "last");
    words.reset(TaskField::files);
    EXPECT_EQ(words, Words{});
}

} // namespace
} // namespace klik::domain
