#include "portfolio/mapping_settings.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace klik::portfolio {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class MappingSettings : public testing::Test {
  protected:
    Mapping read(const std::string& text) {
        common::SettingsFile file{folder_.write("klikd.toml", text)};
        common::Section section{file, "portfolio"};
        auto mapping = read_mapping(section);
        section.finish();
        mistakes_ = file.mistakes();
        return mapping;
    }
    Mapping read_beside(const std::string& text) {
        return read("[plugins.portfolio.projects]\na = \"b\"\n"
                    "[plugins.portfolio.statuses]\nnot_started = \"New\"\n" +
                    text);
    }

    test::TemporaryFolder folder_;
    std::vector<std::string> mistakes_;
};

TEST_F(MappingSettings, ReadEveryTable) {
    const auto mapping = read(R"([plugins.portfolio.projects]
"DUBU 3.0" = "portfolio"
[plugins.portfolio.fields]
title = "out"
status = {direction = "both", conflict = "newest"}
due_date = "in"
[plugins.portfolio.statuses]
not_started = "Planned"
blocked = "Waiting"
completed = "Done"
[plugins.portfolio.statuses_in]
Testing = "in_progress"
[plugins.portfolio.priorities]
"Anbefalet opgave" = "Normal"
[plugins.portfolio.people]
p7 = " ida "
)");
    EXPECT_THAT(mistakes_, IsEmpty());
    EXPECT_THAT(mapping.projects, ElementsAre(testing::Pair("DUBU 3.0", "portfolio")));
    EXPECT_EQ(mapping.fields.size(), 3U);
    EXPECT_EQ(mapping.fields.at(Field::title).direction, Direction::out);
    EXPECT_EQ(mapping.fields.at(Field::status).direction, Direction::both);
    EXPECT_EQ(mapping.fields.at(Field::status).conflict, Conflict::newest);
    EXPECT_EQ(mapping.fields.at(Field::due_date).direction, Direction::in);
    EXPECT_EQ(mapping.statuses.at("blocked"), "Waiting");
    EXPECT_THAT(mapping.statuses_in, ElementsAre(testing::Pair("Testing", "in_progress")));
    EXPECT_THAT(mapping.priorities, ElementsAre(testing::Pair("Anbefalet opgave", "Normal")));
    EXPECT_THAT(mapping.people, ElementsAre(testing::Pair("p7", "ida")));
}

TEST_F(MappingSettings, WithoutFieldsWhatEveryToolHasGoesOut) {
    const auto mapping = read_beside("");
    EXPECT_THAT(mistakes_, IsEmpty());
    EXPECT_EQ(mapping.fields.size(), 6U);
    for (const auto& [field, rule] : mapping.fields) {
        EXPECT_EQ(rule.direction, Direction::out) << name_of(field);
    }
}

TEST_F(MappingSettings, NeedProjectsAndTheWordsOfAStatus) {
    static_cast<void>(read("[plugins.portfolio]\n"));
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("no project is mapped"),
                                       HasSubstr("the status has no words in the tool")));
}

TEST_F(MappingSettings, NeedTheWordsOfAPriorityThatIsMapped) {
    static_cast<void>(read_beside("[plugins.portfolio.fields]\npriority = \"out\"\n"));
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("the priority has no words in the tool")));
}

TEST_F(MappingSettings, ReportMistakesWithTheirLines) {
    static_cast<void>(read_beside(R"(started = "New"
[plugins.portfolio.fields]
title = "both"
deadline = "out"
status = {direction = "out", conflict = "ask"}
due_date = {direction = "sideways"}
start_date = {direction = "both", confict = "ask"}
assignee = {conflict = "ask"}
description = {direction = "in"}
[plugins.portfolio.people]
p7 = 7
p8 = ""
)"));
    EXPECT_THAT(mistakes_,
                testing::UnorderedElementsAre(
                    HasSubstr(":5: `started` is no status of KLIK"),
                    HasSubstr(":7: `title` can only go out"),
                    HasSubstr(":8: `deadline` is no field"),
                    HasSubstr(":9: a conflict can only arise where"),
                    HasSubstr(":10: `plugins.portfolio.fields.due_date.direction` must be \"out\""),
                    HasSubstr(":11: there is no key `plugins.portfolio.fields.start_date.confict`"),
                    HasSubstr(":12: `plugins.portfolio.fields.assignee.direction` is missing"),
                    HasSubstr(":12: a conflict can only arise where"),
                    HasSubstr(":13: `description` can only go out"),
                    HasSubstr(":15: `plugins.portfolio.people.p7` must be"),
                    HasSubstr(":16: `plugins.portfolio.people.p8` must be a name in quotes")));
}

TEST_F(MappingSettings, AStatusOfTheToolMeansOneThingAlone) {
    static_cast<void>(read_beside("completed = \"Closed\"\nnot_relevant = \"Closed\"\n"
                                  "[plugins.portfolio.statuses_in]\nClosed = \"not_relevant\"\n"
                                  "New = \"in_progress\"\nOdd = \"begun\"\n"));
    EXPECT_THAT(mistakes_, testing::UnorderedElementsAre(
                               HasSubstr(":9: `New` has another meaning"),
                               HasSubstr(":10: `plugins.portfolio.statuses_in.Odd` must be one")));
}

TEST_F(MappingSettings, ATableIsATable) {
    static_cast<void>(read("[plugins.portfolio]\nprojects = \"all\"\nstatuses = 3\n"));
    EXPECT_THAT(mistakes_,
                testing::IsSupersetOf({HasSubstr("`plugins.portfolio.projects` must be a table"),
                                       HasSubstr("`plugins.portfolio.statuses` must be a table")}));
}

} // namespace
} // namespace klik::portfolio
