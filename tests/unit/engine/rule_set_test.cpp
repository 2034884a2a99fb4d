#include "support/tasks.hpp"
#include "support/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

// docs/rules.md 8

TEST(RuleSetTexts, AreTheWordsOfANoticeAndStayInItsRecord) {
    World world;
    world.load_rules("[texts.first_sight]\n"
                     "da = \"Ny hos os: #{number} {title}, {due_date}.\"\n"
                     "en = \"New here: #{number} {title}, {due_date}.\"\n");
    world.fact(1, {{TaskField::title, std::string("Aftale")},
                   {TaskField::due_date, date("2024-06-04")},
                   {TaskField::assignee, PersonId{"anna"}}});
    world.known();
    std::vector<std::string> texts;
    for (const auto& item : world.items()) {
        texts.push_back(item.text_da + item.text_en);
    }
    EXPECT_THAT(texts, Contains("Ny hos os: #1 Aftale, tirsdag den 4. juni 2024. Du får beskeden "
                                "som udfører.New here: #1 Aftale, Tuesday 4 June 2024. You are "
                                "told as assignee."));
    EXPECT_TRUE(world.replayed() == world.state());
}

TEST(RuleSetOfAProject, HasItsOwnEffort) {
    World world;
    world.load_rules("[project.KP.knock_on]\neffort = \"1wd\"\n");
    world.fact(1, {});
    world.fact(
        2, {{TaskField::prerequisites, numbers({1})}, {TaskField::due_date, date("2024-03-08")}});
    EXPECT_EQ(world.view(1).latest_safe_finish.date, date("2024-03-01"));
    world.fact(2, {{TaskField::project, std::string("KP")}});
    EXPECT_EQ(world.view(1).latest_safe_finish.date, date("2024-03-07"));
    EXPECT_TRUE(world.replayed() == world.state());
}

} // namespace
} // namespace klik::test
