#include "domain/deadline_colour.hpp"
#include "support/tasks.hpp"

#include <gtest/gtest.h>

namespace klik::test {
namespace {

// docs/rules.md 4

Colour colour(const char* today, const Task& task) {
    return colour_on(date(today), task, rules());
}

TEST(DeadlineColour, IsGreenWhileMoreThanFourteenDaysAreLeft) {
    EXPECT_EQ(colour("2024-02-18", due("2024-03-04")), Colour::green);
}

TEST(DeadlineColour, TurnsYellowFourteenDaysBeforeTheDueDate) {
    EXPECT_EQ(colour("2024-02-19", due("2024-03-04")), Colour::yellow);
}

TEST(DeadlineColour, IsYellowOnTheDueDateBecauseItsWholeDayCounts) {
    EXPECT_EQ(colour("2024-03-04", due("2024-03-04")), Colour::yellow);
}

TEST(DeadlineColour, TurnsRedOnTheDayAfterTheDueDate) {
    EXPECT_EQ(colour("2024-03-05", due("2024-03-04")), Colour::red);
}

TEST(DeadlineColour, IsNoneWithoutADueDateAndForClosedTasks) {
    EXPECT_EQ(colour("2024-03-05", task(1)), Colour::none);
    for (const auto* label : {"Fuldført", "Ikke relevant"}) {
        Task closed = due("2024-03-04");
        closed.fields.set(TaskField::status, {std::string(label), {}});
        EXPECT_EQ(colour("2024-03-05", closed), Colour::none) << label;
    }
}

TEST(DeadlineColour, CountsTheTwentyNinthOfFebruary) {
    EXPECT_EQ(colour("2024-02-15", due("2024-02-29")), Colour::yellow);
    EXPECT_EQ(colour("2024-02-14", due("2024-02-29")), Colour::green);
    EXPECT_EQ(colour("2024-03-01", due("2024-02-29")), Colour::red);
}

TEST(DeadlineColour, CanCountWorkingDays) {
    RuleSet own = rules();
    own.yellow = {2, true};
    const Task monday = due("2024-03-04"); // two working days are left from Thursday on
    EXPECT_EQ(colour_on(date("2024-02-28"), monday, own), Colour::green);
    EXPECT_EQ(colour_on(date("2024-02-29"), monday, own), Colour::yellow);
}

TEST(DeadlineColour, TurnsRedEarlierWhereTheRulesSaySo) {
    RuleSet own = rules();
    own.red = DayCount{1, false};
    EXPECT_EQ(colour_on(date("2024-03-02"), due("2024-03-04"), own), Colour::yellow);
    EXPECT_EQ(colour_on(date("2024-03-03"), due("2024-03-04"), own), Colour::red);
    own.red = DayCount{1, true}; // one working day is left from Friday on
    EXPECT_EQ(colour_on(date("2024-02-29"), due("2024-03-04"), own), Colour::yellow);
    EXPECT_EQ(colour_on(date("2024-03-01"), due("2024-03-04"), own), Colour::red);
    EXPECT_EQ(next_colour_change(date("2024-02-20"), due("2024-03-04"), own), date("2024-03-01"));
}

TEST(DeadlineColour, TheFirstOverrideThatMatchesProjectAndPriorityWins) {
    RuleSet own = rules();
    own.colour_overrides = {{"DUBU 3.0", "Kritisk", {30, false}}, {"DUBU 3.0", "", {7, false}}};
    Task task = due("2024-03-04");
    EXPECT_EQ(colour_thresholds(task, own).yellow, (DayCount{14, false}));
    task.fields.set(TaskField::project, {std::string("DUBU 3.0"), {}});
    EXPECT_EQ(colour_thresholds(task, own).yellow, (DayCount{7, false}));
    task.fields.set(TaskField::priority, {std::string("Kritisk"), {}});
    EXPECT_EQ(colour_thresholds(task, own).yellow, (DayCount{30, false}));
}

TEST(DeadlineColour, OnlyGetsWorseAsTimePassesAndChangesWhenItWasForetold) {
    const std::vector<ColourThresholds> thresholds{
        {{0, false}, {}},
        {{14, false}, {}},
        {{0, true}, {}},
        {{10, true}, {}},
        {{14, false}, DayCount{1, true}},
        {{1, true}, DayCount{1, false}},
        {{10, true}, DayCount{0, false}},
        {{7, false}, DayCount{7, false}},
    };
    for (const auto& [yellow, red] : thresholds) {
        RuleSet own = rules();
        own.yellow = yellow;
        own.red = red;
        const Task task = due("2024-04-02"); // the day after Easter
        Date today = date("2024-01-01");
        Colour before = colour_on(today, task, own);
        auto foretold = next_colour_change(today, task, own);
        for (today += std::chrono::days{1}; today < date("2024-05-01");
             today += std::chrono::days{1}) {
            const Colour now = colour_on(today, task, own);
            EXPECT_GE(now, before) << iso_date(today);
            EXPECT_EQ(now != before, foretold == today) << iso_date(today);
            if (now != before) {
                foretold = next_colour_change(today, task, own);
            }
            before = now;
        }
        EXPECT_EQ(before, Colour::red);
        EXPECT_FALSE(foretold);
    }
}

TEST(DeadlineColour, AlwaysComesWithItsWord) {
    EXPECT_EQ(label(Colour::yellow, Language::danish), "Gul");
    EXPECT_EQ(label(Colour::red, Language::english), "Red");
    EXPECT_EQ(colour_from_label("Grøn"), Colour::green);
    EXPECT_EQ(colour_from_label("RØD"), Colour::red);
    EXPECT_EQ(colour_from_label("yellow"), Colour::yellow);
    EXPECT_FALSE(colour_from_label("Blå"));
}

} // namespace
} // namespace klik::test
