#include "portfolio/mapping.hpp"
#include "unit/portfolio/sample_pair.hpp"

#include <gtest/gtest.h>

namespace klik::portfolio {
namespace {

class MappingTest : public testing::Test {
  protected:
    std::string shown(Field field) {
        const auto all = shown_in_tool(mapping_, task_, known_);
        const auto found = all.find(field);
        return found == all.end() ? "(no word)" : found->second;
    }
    std::string asked(Field field, const std::string& tool_value) {
        return asked_of_klik(mapping_, field, tool_value, known_).value_or("(no word)");
    }

    Mapping mapping_ = sample::sample_mapping();
    common::Task task_ = sample::sample_task();
    Known known_ = sample::sample_known();
};

TEST_F(MappingTest, ShowsATaskInTheToolsWords) {
    EXPECT_EQ(shown(Field::title), "Nedsæt en projektgruppe");
    EXPECT_EQ(shown(Field::status), "Planned");
    EXPECT_EQ(shown(Field::priority), "Normal");
    EXPECT_EQ(shown(Field::start_date), "2024-02-05");
    EXPECT_EQ(shown(Field::due_date), "2024-03-04");
    EXPECT_EQ(shown(Field::assignee), "5");
    EXPECT_EQ(shown(Field::phase), "Opstart");
    EXPECT_EQ(shown(Field::prerequisites), "121840");
}

TEST_F(MappingTest, ShowsATaskThatHasNotBegunAndWaitsAsBlocked) {
    task_.waits_for = {{121840, {}}};
    EXPECT_EQ(shown(Field::status), "Waiting");
    EXPECT_EQ(values_in_klik(mapping_, task_).at(Field::status), "blocked");
    task_.status = "in_progress";
    EXPECT_EQ(shown(Field::status), "Running");
    task_.status = "not_started";
    mapping_.statuses.erase("blocked");
    EXPECT_EQ(shown(Field::status), "Planned");
}

TEST_F(MappingTest, HasNoWordForAStatusThatKlikDoesNotKnow) {
    task_.status = "Parkeret";
    EXPECT_EQ(shown(Field::status), "(no word)");
}

TEST_F(MappingTest, CutsATitleWhereTheToolDoesAndAtNoHalfCharacter) {
    mapping_.longest_title = 10;
    task_.title = "Æøå æøå æøå æøå";
    EXPECT_EQ(shown(Field::title), "Æøå æøå æ…");
    task_.title = "Æøå æøå æø";
    EXPECT_EQ(shown(Field::title), "Æøå æøå æø");
    task_.title = "a\r\nb";
    EXPECT_EQ(shown(Field::title), "a b");
}

TEST_F(MappingTest, ATitleOfBlanksOfAnyKindIsNone) {
    for (const auto* title :
         {"\u00a0 \u3000", "\u0085", "\u2003\u2009", "\u202f", "\u2028\u200b"}) {
        task_.title = title;
        EXPECT_EQ(shown(Field::title), "#121850");
    }
    task_.title = "\u00a0Å";
    EXPECT_EQ(shown(Field::title), task_.title);
}

TEST_F(MappingTest, ShowsTheNumberOfATaskWithoutATitle) {
    task_.title = " ";
    EXPECT_EQ(shown(Field::title), "#121850");
}

TEST_F(MappingTest, ShowsGoalAndDescriptionWithLineFeedsAlone) {
    task_.description = "En\r\nTo\r\n";
    EXPECT_EQ(shown(Field::description), "Alle ved, hvem der gør hvad.\n\nEn\nTo");
    task_.goal.clear();
    EXPECT_EQ(shown(Field::description), "En\nTo");
}

TEST_F(MappingTest, KeepsDatesThatATaskDoesNotHaveEmpty) {
    task_.start.reset();
    EXPECT_EQ(shown(Field::start_date), "");
}

TEST_F(MappingTest, LeavesPrerequisitesOutThatHaveNoItem) {
    task_.prerequisites = {121860, 999, 121840};
    EXPECT_EQ(shown(Field::prerequisites), "121840 121860");
    EXPECT_EQ(values_in_klik(mapping_, task_).at(Field::prerequisites), "999 121840 121860");
}

TEST_F(MappingTest, FindsPeopleByTheTableThenByMailAddress) {
    task_.assignee = "p8";
    EXPECT_EQ(shown(Field::assignee), "6");
    EXPECT_EQ(asked(Field::assignee, "6"), "p8");
    EXPECT_EQ(asked(Field::assignee, "5"), "p7");
    EXPECT_EQ(asked(Field::assignee, ""), "");
    EXPECT_EQ(asked(Field::assignee, "99"), "(no word)");
    task_.assignee = "p9";
    EXPECT_EQ(shown(Field::assignee), "");
}

TEST_F(MappingTest, FindsNobodyByAnEmptyAddress) {
    known_.emails["p9"] = "";
    task_.assignee = "p9";
    EXPECT_EQ(shown(Field::assignee), "");
    EXPECT_EQ(asked(Field::assignee, "5"), "p7");
}

TEST_F(MappingTest, TheTableCountsAboveTheAddress) {
    mapping_.people["p8"] = "5";
    mapping_.people.erase("p7");
    task_.assignee = "p8";
    EXPECT_EQ(shown(Field::assignee), "5");
    EXPECT_EQ(asked(Field::assignee, "6"), "(no word)");
}

TEST_F(MappingTest, AsksKlikInCanonicalWords) {
    EXPECT_EQ(asked(Field::status, "Done"), "completed");
    EXPECT_EQ(asked(Field::status, "Waiting"), "not_started");
    EXPECT_EQ(asked(Field::status, "Testing"), "in_progress");
    EXPECT_EQ(asked(Field::status, "Rejected"), "(no word)");
    EXPECT_EQ(asked(Field::priority, "High"), "Obligatorisk");
    EXPECT_EQ(asked(Field::due_date, "2024-05-01"), "2024-05-01");
    EXPECT_EQ(asked(Field::due_date, ""), "");
    EXPECT_EQ(asked(Field::due_date, "next week"), "(no word)");
    EXPECT_EQ(asked(Field::title, "Another"), "(no word)");
}

TEST_F(MappingTest, AsksForTheFirstOfSeveralStatusesThatLookTheSame) {
    mapping_.statuses["not_relevant"] = "Done";
    EXPECT_EQ(asked(Field::status, "Done"), "completed");
}

TEST_F(MappingTest, TakesBlanksAndLineEndsAtTheEndsOfATextForNothing) {
    EXPECT_TRUE(same_in_tool(Field::description, "a\r\nb\r\n", "a\nb"));
    EXPECT_FALSE(same_in_tool(Field::description, "a b", "a\nb"));
    EXPECT_TRUE(same_in_tool(Field::prerequisites, "3 1", "1 3"));
    EXPECT_FALSE(same_in_tool(Field::prerequisites, "1", "1 3"));
}

TEST(Field, HasANameThatIsReadBack) {
    EXPECT_EQ(field_named("due_date"), Field::due_date);
    EXPECT_EQ(name_of(Field::prerequisites), "prerequisites");
    EXPECT_EQ(field_named("deadline"), std::nullopt);
}

} // namespace
} // namespace klik::portfolio
