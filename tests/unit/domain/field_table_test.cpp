#include "domain/dated_fields.hpp"

#include <gtest/gtest.h>

namespace klik::domain {
namespace {

using Words = FieldTable<std::string>;

TEST(FieldTable, HasWhatWasSetInTheOrderOfTheFields) {
    Words words;
    words.set(TaskField::files, "last");
    words.set(TaskField::title, "first");
    words.set(TaskField::due_date, "between");
    EXPECT_EQ(words.values(), (std::vector<std::string>{"first", "between", "last"}));
    EXPECT_EQ(*words[TaskField::due_date], "between");
    EXPECT_EQ(words[TaskField::status], nullptr);
}

TEST(FieldTable, TakesTheLatestOfAField) {
    Words words;
    words.set(TaskField::title, "before");
    words.set(TaskField::title, "now");
    EXPECT_EQ(words.values(), (std::vector<std::string>{"now"}));
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

TEST(DatedFields, TellsTheStatusOfItsField) {
    DatedFields fields;
    EXPECT_EQ(fields.status(), Status::not_started);
    fields.set(TaskField::status, {"Fuldført", {}});
    EXPECT_EQ(fields.status(), Status::completed);
    fields.set(TaskField::title, {"Opgave", {}});
    EXPECT_EQ(fields.status(), Status::completed);
    fields.set(TaskField::status, {"Afventer KOMBIT", {}});
    EXPECT_EQ(fields.status(), Status::unknown);
    fields.set(TaskField::status, {"", {}});
    EXPECT_EQ(fields.status(), Status::not_started) << "the platform's word is empty";
    fields.set(TaskField::status, {None{}, {}});
    EXPECT_EQ(fields.status(), Status::not_started);
    fields.set(TaskField::status, {"Fuldført", {}});
    fields.reset(TaskField::status);
    EXPECT_EQ(fields.status(), Status::not_started);
}

} // namespace
} // namespace klik::domain
