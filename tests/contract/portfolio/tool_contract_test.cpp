// What each adapter has to do: the promises of portfolio/tool.hpp, on a live tool.
#include "contract/portfolio/tool_contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

namespace klik::portfolio {

std::vector<Contender> contenders() {
    auto all = csv_contender();
    std::ranges::move(redmine_contender(), std::back_inserter(all));
    return all;
}

namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

TEST_P(ToolContract, ANewItemIsGivenAsItWasAskedForAndReadTheSame) {
    Fields fields{{Field::title, "Tilpasning af DUBU – æøå \"<&>"},
                  {Field::description, "Første linje\n\n* punkt; med semikolon\n=1+1"},
                  {Field::start_date, "2026-01-05"},
                  {Field::due_date, "2026-03-31"},
                  {Field::priority, stage_.priority}};
    if (!stage_.phase.empty()) {
        fields[Field::phase] = stage_.phase;
    }
    if (!stage_.person.empty()) {
        fields[Field::assignee] = stage_.person;
    }
    const auto item = made(121850, fields);
    const auto again = good(tool().read(item.id));
    for (const auto& [field, wanted] : fields) {
        EXPECT_EQ(value(item, field), wanted) << name_of(field);
        EXPECT_EQ(value(again, field), wanted) << name_of(field);
    }
    EXPECT_EQ(item.number, 121850);
    EXPECT_EQ(again.number, 121850);
    EXPECT_EQ(again.project, stage_.project);
    EXPECT_EQ(again.version, item.version);
    EXPECT_EQ(value(item, Field::status), stage_.first_status);
    EXPECT_EQ(value(item, Field::prerequisites), "");
}

TEST_P(ToolContract, ASecondLookAtWhatThereIsAsksForNobodyAgain) {
    const auto first = good(tool().offer(stage_.project));
    const auto asked = tool().requests();
    const auto second = good(tool().offer(stage_.project));
    EXPECT_EQ(second.people.size(), first.people.size());
    if (asked > 0) {
        EXPECT_LE(tool().requests() - asked, asked - first.people.size());
        EXPECT_TRUE(std::ranges::any_of(
            second.people, [](const ToolPerson& each) { return !each.login.empty(); }));
    }
}

TEST_P(ToolContract, WhatKlikDoesNotSayIsEmptyInANewItem) {
    const auto item = made(1);
    for (const auto field :
         {Field::description, Field::start_date, Field::due_date, Field::assignee}) {
        EXPECT_EQ(value(item, field), "") << name_of(field);
    }
}

TEST_P(ToolContract, ADueDateBeforeTodayNeedsNoStartDate) {
    EXPECT_EQ(value(made(1, {{Field::title, "Gammel"}, {Field::due_date, "2020-01-01"}}),
                    Field::due_date),
              "2020-01-01");
}

TEST_P(ToolContract, ItemsAreAllWithANumberMoreThanAPageAndClosedOnesToo) {
    constexpr int many = 103;
    for (int number = 1; number <= many; ++number) {
        made(number);
    }
    auto items = good(tool().items(stage_.project));
    ASSERT_EQ(items.size(), many);
    auto item = good(tool().write(items.front(), {{Field::status, stage_.next_status}}, ""));
    good(tool().write(item, {{Field::status, stage_.closed}}, ""));
    items = good(tool().items(stage_.project));
    ASSERT_EQ(items.size(), many);
    for (int at = 0; at < many; ++at) {
        EXPECT_EQ(items[static_cast<std::size_t>(at)].number, at + 1);
    }
}

TEST_P(ToolContract, FindsEveryItemThatCarriesANumber) {
    const auto first = made(12);
    made(120);
    const auto second = made(12);
    const auto items = good(tool().carrying(stage_.project, 12));
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].id, first.id);
    EXPECT_EQ(items[1].id, second.id);
    EXPECT_THAT(good(tool().carrying(stage_.project, 13)), IsEmpty());
}

TEST_P(ToolContract, WritesFieldsAndClearsThemAndLeavesTheOthers) {
    const auto item = made(1, {{Field::title, "Opgave"},
                               {Field::description, "Bliver"},
                               {Field::due_date, "2026-03-31"}});
    const auto changed =
        good(tool().write(item, {{Field::title, "Anden"}, {Field::due_date, "2026-04-30"}}, ""));
    EXPECT_EQ(value(changed, Field::title), "Anden");
    EXPECT_EQ(value(changed, Field::due_date), "2026-04-30");
    EXPECT_EQ(value(changed, Field::description), "Bliver");
    const auto cleared =
        good(tool().write(changed, {{Field::due_date, ""}, {Field::description, ""}}, ""));
    EXPECT_EQ(value(cleared, Field::due_date), "");
    EXPECT_EQ(now(item, Field::description), "");
    EXPECT_EQ(now(item, Field::title), "Anden");
    EXPECT_EQ(good(tool().read(item.id)).number, 1);
}

TEST_P(ToolContract, AnotherPhaseAndNone) {
    if (stage_.phase.empty()) {
        GTEST_SKIP() << "has no phases";
    }
    auto item = made(1, {{Field::title, "Opgave"}, {Field::phase, stage_.phase}});
    item = good(tool().write(item, {{Field::phase, stage_.other_phase}}, ""));
    EXPECT_EQ(value(item, Field::phase), stage_.other_phase);
    item = good(tool().write(item, {{Field::phase, ""}}, ""));
    EXPECT_EQ(now(item, Field::phase), "");
}

TEST_P(ToolContract, TheVersionIsAnotherAfterEachWriteEvenInTheSameSecond) {
    auto item = made(1);
    for (const auto* title : {"a", "b", "c"}) {
        const auto after = good(tool().write(item, {{Field::title, title}}, ""));
        EXPECT_NE(after.version, item.version);
        EXPECT_EQ(good(tool().items(stage_.project)).front().version, after.version);
        item = after;
    }
}

TEST_P(ToolContract, DoesNotWriteOverWhatSomebodyElseChangedMeanwhile) {
    auto item = made(1);
    item = good(tool().read(item.id));
    const auto theirs = good(stage_.of_another->read(item.id));
    good(stage_.of_another->write(theirs, {{Field::title, "Hannes"}}, ""));
    good(tool().read(item.id)); // what was seen last is no excuse
    EXPECT_EQ(code_of(tool().write(item, {{Field::title, "KLIKs"}}, "")), "stale");
    EXPECT_EQ(now(item, Field::title), "Hannes");
}

TEST_P(ToolContract, GoesOneLegalStepOfStatusAndTellsTheNext) {
    auto item = good(tool().read(made(1).id));
    if (stage_.has_workflow) {
        EXPECT_THAT(item.next_statuses, Contains(stage_.next_status));
        EXPECT_THAT(item.next_statuses, Not(Contains(stage_.closed)));
    }
    item = good(tool().write(item, {{Field::status, stage_.next_status}}, "Går i gang"));
    EXPECT_EQ(value(item, Field::status), stage_.next_status);
    EXPECT_THAT(item.next_statuses, Contains(stage_.closed));
    item = good(tool().write(item, {{Field::status, stage_.closed}}, ""));
    EXPECT_EQ(now(item, Field::status), stage_.closed);
}

TEST_P(ToolContract, AStepThatTheWorkflowForbidsIsRefusedAndLeavesAllAsItWas) {
    if (!stage_.has_workflow) {
        GTEST_SKIP() << "has no workflow";
    }
    const auto item = good(tool().read(made(1).id));
    const auto no =
        tool().write(item, {{Field::status, stage_.closed}, {Field::title, "Ny"}}, "Færdig");
    ASSERT_EQ(code_of(no), "refused");
    EXPECT_THAT(no.error().text, HasSubstr(stage_.closed));
    EXPECT_EQ(good(tool().read(item.id)).version, item.version);
}

TEST_P(ToolContract, AForbiddenStepRightAfterTheCreateIsRefusedToo) {
    if (!stage_.has_workflow) {
        GTEST_SKIP() << "has no workflow";
    }
    const auto item = made(1);
    EXPECT_EQ(code_of(tool().write(item, {{Field::status, stage_.closed}}, "")), "refused");
    EXPECT_EQ(now(item, Field::status), stage_.first_status);
}

TEST_P(ToolContract, ANameThatTheToolDoesNotHaveIsUnknownAndNamed) {
    if (!stage_.has_workflow) {
        GTEST_SKIP() << "takes any name";
    }
    const auto item = made(1);
    const auto no = tool().write(item, {{Field::status, "Omdøbt"}, {Field::title, "Ny"}}, "");
    ASSERT_EQ(code_of(no), "unknown_value");
    EXPECT_THAT(no.error().text, HasSubstr("Omdøbt"));
    EXPECT_EQ(now(item, Field::title), "Opgave");
}

TEST_P(ToolContract, WhatIsRemovedIsGone) {
    const auto item = made(1);
    good(tool().remove(item));
    EXPECT_EQ(code_of(tool().read(item.id)), "gone");
    EXPECT_EQ(code_of(tool().write(item, {{Field::title, "Ny"}}, "")), "gone");
    EXPECT_EQ(code_of(tool().remove(item)), "gone");
    EXPECT_THAT(good(tool().items(stage_.project)), IsEmpty());
    EXPECT_THAT(good(tool().carrying(stage_.project, 1)), IsEmpty());
}

TEST_P(ToolContract, DoesNotRemoveWhatSomebodyElseChangedMeanwhile) {
    const auto item = made(1);
    good(stage_.of_another->write(good(stage_.of_another->read(item.id)),
                                  {{Field::title, "Hannes"}}, ""));
    good(tool().read(item.id));
    EXPECT_EQ(code_of(tool().remove(item)), "stale");
    EXPECT_EQ(now(item, Field::title), "Hannes");
}

TEST_P(ToolContract, AnItemOrAProjectThatNeverWasIsGone) {
    EXPECT_EQ(code_of(tool().read("99999999")), "gone");
    if (stage_.makes_projects) {
        EXPECT_THAT(good(tool().items("findes-ikke")), IsEmpty());
        EXPECT_THAT(good(tool().carrying("findes-ikke", 1)), IsEmpty());
        EXPECT_EQ(good(tool().create("findes-ikke", 1, {{Field::title, "Opgave"}})).number, 1);
        return;
    }
    EXPECT_EQ(code_of(tool().items("findes-ikke")), "gone");
    EXPECT_EQ(code_of(tool().create("findes-ikke", 1, {{Field::title, "Opgave"}})), "gone");
    EXPECT_EQ(code_of(tool().offer("findes-ikke")), "gone");
}

TEST_P(ToolContract, ALinkThatIsMadeTwiceIsThereOnceAndOneThatIsTakenAwayTwiceIsNot) {
    const auto before = made(7);
    const auto after = made(9);
    good(tool().link(before, after));
    good(tool().link(before, after));
    EXPECT_EQ(now(after, Field::prerequisites), "7");
    EXPECT_EQ(now(before, Field::prerequisites), "");
    good(tool().unlink(before, after));
    good(tool().unlink(before, after));
    EXPECT_EQ(now(after, Field::prerequisites), "");
}

TEST_P(ToolContract, PrerequisitesAreNumbersOfTasksInRisingOrder) {
    const auto after = made(50);
    const std::vector befores{made(300), made(20), made(1000)};
    good(tool().link(befores[1], after));
    good(tool().link_all(befores, after));
    EXPECT_EQ(now(after, Field::prerequisites), "20 300 1000");
    EXPECT_EQ(value(good(tool().items(stage_.project)).front(), Field::prerequisites),
              "20 300 1000");
    // A connection that has seen none of them before.
    EXPECT_EQ(value(good(stage_.of_another->read(after.id)), Field::prerequisites), "20 300 1000");
}

TEST_P(ToolContract, ALinkDoesNotMakeWhatIsKnownStale) {
    const auto before = made(1);
    const auto after = made(2);
    good(tool().link(before, after));
    EXPECT_EQ(value(good(tool().write(after, {{Field::title, "Ny"}}, "")), Field::title), "Ny");
}

TEST_P(ToolContract, AnItemWithAnOpenPrerequisiteStaysOpen) {
    if (!stage_.prerequisites_hold_it_open) {
        GTEST_SKIP() << "prerequisites are only shown";
    }
    const auto before = made(1);
    auto after = made(2);
    good(tool().link(before, after));
    after = good(tool().write(after, {{Field::status, stage_.next_status}}, ""));
    EXPECT_EQ(code_of(tool().write(after, {{Field::status, stage_.closed}}, "")), "refused");
    EXPECT_EQ(now(after, Field::status), stage_.next_status);
}

TEST_P(ToolContract, WhatChangedAtThatTimeOrLaterIsFound) {
    made(1);
    const auto second = made(2);
    const auto changed = good(tool().write(second, {{Field::title, "Ny"}}, ""));
    const auto items = good(tool().changed_since(stage_.project, changed.changed));
    std::vector<std::string> ids;
    for (const auto& item : items) {
        ids.push_back(item.id);
    }
    EXPECT_THAT(ids, Contains(second.id));
    if (!stage_.knows_when) {
        EXPECT_THAT(ids, SizeIs(2)); // then it is all of them
        return;
    }
    EXPECT_THAT(
        good(tool().changed_since(stage_.project, changed.changed + std::chrono::hours{24})),
        IsEmpty());
}

TEST_P(ToolContract, ReadsManyAndPassesOverWhatIsGone) {
    const auto first = made(1);
    const auto second = made(2);
    const auto items = good(tool().read_many({first.id, "99999999", second.id}));
    std::vector<std::string> versions;
    for (const auto& item : items) {
        versions.push_back(item.version);
        EXPECT_EQ(item.project, stage_.project);
    }
    EXPECT_THAT(versions, UnorderedElementsAre(first.version, second.version));
}

TEST_P(ToolContract, WhatWasWrittenWithoutALookIsSeenWhereManyAreRead) {
    const auto before = made(1);
    const auto after = made(2);
    good(tool().step(after, stage_.next_status));
    good(tool().link_all({before}, after));
    const auto items = good(tool().read_many({after.id}));
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(value(items[0], Field::status), stage_.next_status);
    EXPECT_EQ(value(items[0], Field::prerequisites), "1");
}

TEST_P(ToolContract, ANewItemBeginsInTheStatusThatWasAskedForOrInTheFirst) {
    const auto item = made(1, {{Field::title, "Opgave"}, {Field::status, stage_.next_status}});
    EXPECT_THAT(value(item, Field::status),
                ::testing::AnyOf(stage_.next_status, stage_.first_status));
    EXPECT_EQ(now(item, Field::status), value(item, Field::status));
}

TEST_P(ToolContract, TellsWhoChangedWhichField) {
    if (!stage_.keeps_history) {
        GTEST_SKIP() << "keeps no history";
    }
    const auto item = made(1);
    const auto theirs = good(stage_.of_another->read(item.id));
    good(stage_.of_another->write(theirs, {{Field::due_date, "2026-05-01"}}, "Vi når det ikke"));
    const auto edits = good(tool().read(item.id)).edits;
    ASSERT_EQ(edits.size(), 1U);
    EXPECT_THAT(edits[0].fields, ElementsAre(Field::due_date));
    EXPECT_EQ(edits[0].author, good(stage_.of_another->offer(stage_.project)).own_id);
    EXPECT_NE(edits[0].author, good(tool().offer(stage_.project)).own_id);
}

TEST_P(ToolContract, OffersTheWordsThatItTakes) {
    const auto offer = good(tool().offer(stage_.project));
    EXPECT_THAT(offer.missing, IsEmpty());
    EXPECT_THAT(offer.fields, Contains(Field::title));
    EXPECT_THAT(offer.fields, Contains(Field::prerequisites));
    if (stage_.has_workflow) {
        EXPECT_THAT(offer.statuses, Contains(stage_.first_status));
        EXPECT_THAT(offer.closed_statuses, Contains(stage_.closed));
        EXPECT_THAT(offer.closed_statuses, Not(Contains(stage_.next_status)));
        EXPECT_THAT(offer.priorities, Contains(stage_.priority));
        EXPECT_THAT(offer.phases, ElementsAre(stage_.phase, stage_.other_phase));
    }
}

INSTANTIATE_TEST_SUITE_P(Each, ToolContract, ::testing::ValuesIn(contenders()),
                         [](const auto& contender) { return contender.param.name; });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ToolContract);

} // namespace
} // namespace klik::portfolio
