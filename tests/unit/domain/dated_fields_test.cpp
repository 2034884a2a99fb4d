#include "domain/dated_fields.hpp"
#include "domain/state_fields.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <string>

namespace klik::domain {
namespace {

constexpr UtcTime monday{std::chrono::days{19756}};
constexpr UtcTime tuesday{std::chrono::days{19757}};

FieldValue value(const DatedFields& fields, TaskField field) {
    return fields[field]->value.owned();
}

TEST(DatedFields, GiveBackValuesOfEachShapeWithTheirTimes) {
    const std::array<std::pair<TaskField, FieldValue>, 7> told{{
        {TaskField::title, std::string{"Etabler projektorganisation"}},
        {TaskField::goal, std::string{}},
        {TaskField::method, None{}},
        {TaskField::due_date, *date_from_iso("2024-03-04")},
        {TaskField::assignee, PersonId{"anders"}},
        {TaskField::prerequisites, std::vector<TaskNumber>{{130101}, {-5}}},
        {TaskField::related, std::vector<TaskNumber>{}},
    }};
    DatedFields fields;
    for (const auto& [field, of] : told) {
        fields.set(field, {of, field == TaskField::due_date ? tuesday : monday});
    }
    for (const auto& [field, of] : told) {
        EXPECT_EQ(value(fields, field), of);
        EXPECT_EQ(fields[field]->as_of, field == TaskField::due_date ? tuesday : monday);
    }
    EXPECT_FALSE(fields[TaskField::phase]);
    EXPECT_EQ(fields.usual_time(), monday);
    EXPECT_EQ(fields.present().size(), told.size());
}

TEST(DatedFields, KeepTextsOfAnyLength) {
    DatedFields fields;
    fields.set(TaskField::theme, {"It-arkitektur", monday});
    fields.set(TaskField::result, {None{}, tuesday});
    for (const std::size_t bytes : {0U, 32'700U, 32'767U, 32'768U, 100'000U, 5U}) {
        const std::string text(bytes, 'x');
        fields.set(TaskField::description, {text, tuesday});
        EXPECT_EQ(fields.text(TaskField::description), text);
        EXPECT_EQ(fields.text(TaskField::theme), "It-arkitektur");
        EXPECT_EQ(value(fields, TaskField::result), FieldValue{None{}});
        EXPECT_EQ(fields[TaskField::result]->as_of, tuesday);
        EXPECT_TRUE(fields.has_later_fact(monday));
    }
}

TEST(DatedFields, AnEmptyTextIsAnotherThanNone) {
    DatedFields none;
    none.set(TaskField::goal, {None{}, monday});
    DatedFields empty;
    empty.set(TaskField::goal, {std::string{}, monday});
    EXPECT_NE(none, empty);
    EXPECT_NE(none, DatedFields{});
}

TEST(DatedFields, AreEqualWhateverTheWayToThem) {
    DatedFields one;
    one.set(TaskField::title, {"A", tuesday});
    one.set(TaskField::phase, {"B", monday});
    DatedFields other;
    other.set(TaskField::theme, {"C", monday});
    other.set(TaskField::phase, {"B", monday});
    other.set(TaskField::title, {"A", tuesday});
    EXPECT_NE(one, other);
    other.reset(TaskField::theme);
    EXPECT_EQ(one, other);
    other.set(TaskField::title, {"A", monday});
    EXPECT_NE(one, other) << "the same words of another fact";
}

TEST(DatedFields, OfACopyStayAsTheyWereWhenTheOthersChange) {
    DatedFields fields;
    fields.set(TaskField::title, {"before", monday});
    const DatedFields copy = fields;
    fields.set(TaskField::title, {"now", tuesday});
    fields.set(TaskField::status, {"completed", tuesday});
    EXPECT_EQ(value(copy, TaskField::title), FieldValue{"before"});
    EXPECT_EQ(copy.status(), Status::not_started);
    fields = copy;
    EXPECT_EQ(fields, copy);
}

TEST(DatedFields, TakeTheFieldsOfAFactThatItNames) {
    FieldTable<FieldValue> fact;
    fact.set(TaskField::title, "now");
    fact.set(TaskField::status, "completed");
    fact.set(TaskField::phase, "stale");
    DatedFields fields;
    fields.set(TaskField::phase, {"kept", tuesday});
    fields.set(std::array{TaskField::title, TaskField::status}, fact, monday);
    EXPECT_EQ(value(fields, TaskField::title), FieldValue{"now"});
    EXPECT_EQ(value(fields, TaskField::phase), FieldValue{"kept"});
    EXPECT_EQ(fields.status(), Status::completed);
}

TEST(DatedFields, WithoutTheLastOfThemAreNone) {
    DatedFields fields;
    fields.set(TaskField::status, {"completed", monday});
    fields.reset(TaskField::status);
    fields.reset(TaskField::title);
    EXPECT_EQ(fields, DatedFields{});
    EXPECT_EQ(fields.status(), Status::not_started);
}

TEST(StateFields, ShowNoProseAndNoTimes) {
    DatedFields fields;
    fields.set(TaskField::title, {"Opgave", monday});
    fields.set(TaskField::internal_notes, {"kun for os", monday});
    const StateFields shown{fields};
    EXPECT_TRUE(shown[TaskField::title]);
    EXPECT_FALSE(shown[TaskField::internal_notes]);
    StateFields later;
    later.set(TaskField::title, "Opgave");
    EXPECT_EQ(shown, later);
    later.set(TaskField::phase, None{});
    EXPECT_NE(shown, later);
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
