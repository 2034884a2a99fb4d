#include "engine/withdrawal.hpp"
#include "support/tasks.hpp"
#include "support/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// docs/rules.md 7, `withdrawn`: what is kept of what people were told to hold.
namespace klik::test {
namespace {

using engine::TaskEntry;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Recipient to_anna{PersonId{"anna"}, Role::assignee, {}};

NotificationItem told_item(NotificationKind kind, const std::string& occasion) {
    NotificationItem item;
    item.key = "9999/1/" + occasion + "/anna";
    item.number = {1};
    item.kind = kind;
    item.thread = "9999/1";
    return item;
}

TaskEntry entry_told(NotificationKind kind, const std::string& occasion) {
    TaskEntry entry;
    entry.task = task(1);
    engine::note_told_condition(entry, to_anna, told_item(kind, occasion));
    return entry;
}

TEST(ToldConditions, KeepTheLastWordOnEachMatterForEachPerson) {
    TaskEntry entry = entry_told(NotificationKind::reminder, "2024-03-04/14d");
    engine::note_told_condition(entry, to_anna,
                                told_item(NotificationKind::knock_on, "-/knock_on:2"));
    EXPECT_THAT(entry.told_conditions, SizeIs(2));
    engine::note_told_condition(entry, to_anna,
                                told_item(NotificationKind::overdue, "2024-03-04/overdue"));
    ASSERT_THAT(entry.told_conditions, SizeIs(2));
    EXPECT_EQ(entry.told_conditions.back().kind, NotificationKind::overdue);
    auto to_bo = told_item(NotificationKind::overdue, "2024-03-04/overdue");
    to_bo.key = "9999/1/2024-03-04/overdue/bo";
    engine::note_told_condition(entry, {PersonId{"bo"}, Role::responsible, {}}, to_bo);
    EXPECT_THAT(entry.told_conditions, SizeIs(3));
}

TEST(ToldConditions, AreNoneOfWhatHasHappenedAndOfAKeyThatIsNotThePersons) {
    EXPECT_THAT(entry_told(NotificationKind::status_changed, "-/status").told_conditions,
                IsEmpty());
    EXPECT_THAT(entry_told(NotificationKind::unblocked, "-/unblocked").told_conditions, IsEmpty());
    TaskEntry entry;
    auto item = told_item(NotificationKind::reminder, "2024-03-04/14d");
    item.key = "something else";
    engine::note_told_condition(entry, to_anna, item);
    EXPECT_THAT(entry.told_conditions, IsEmpty());
}

TEST(ToldConditions, RememberTheRoleTheDueDateAndWhoseTasksItWasAbout) {
    EXPECT_EQ(entry_told(NotificationKind::reminder, "2024-03-04/14d").told_conditions.at(0).role,
              Role::assignee);
    TaskEntry entry;
    auto item = told_item(NotificationKind::reminder, "2024-03-04/14d");
    item.facts = {{"role", "responsible"}, {"due_date", "2024-03-04"}, {"yours", "#2, #3"}};
    engine::note_told_condition(entry, to_anna, item);
    const auto& told = entry.told_conditions.at(0);
    EXPECT_EQ(told.role, Role::responsible);
    EXPECT_EQ(told.due, date("2024-03-04"));
    EXPECT_EQ(told.yours, numbers({2, 3}));
}

TEST(ToldConditions, OnTheDeadlineAreSettledAndHoldAgainOtherOnesEnd) {
    TaskEntry entry = entry_told(NotificationKind::reminder, "2024-03-04/14d");
    const std::string key = entry.told_conditions.at(0).key;
    engine::settle_condition(entry, "a key of nothing");
    EXPECT_FALSE(entry.told_conditions.at(0).settled);
    engine::settle_condition(entry, key);
    EXPECT_TRUE(entry.told_conditions.at(0).settled);
    engine::resume_settled(entry);
    EXPECT_FALSE(entry.told_conditions.at(0).settled);

    TaskEntry other = entry_told(NotificationKind::knock_on, "-/knock_on:2");
    other.deadline.conditions = {"-/knock_on:2"};
    engine::settle_condition(other, other.told_conditions.at(0).key);
    EXPECT_THAT(other.told_conditions, IsEmpty());
    EXPECT_THAT(other.deadline.conditions, IsEmpty()) << "it is told again when it comes back";
}

TEST(ToldConditions, SayWhetherTheyWereOnTheDeadlineAndWhyTheyEnded) {
    TaskEntry entry = entry_told(NotificationKind::reminder, "2024-03-04/14d");
    const std::string key = entry.told_conditions.at(0).key;
    EXPECT_TRUE(engine::told_of_the_deadline(entry, key));
    EXPECT_FALSE(engine::told_of_the_deadline(entry, "a key of nothing"));
    EXPECT_THAT(engine::why_withdrawn(entry, "a key of nothing"), IsEmpty());
    const auto because = [&] { return engine::why_withdrawn(entry, key).at("because_en"); };
    EXPECT_EQ(because(), "the task has no due date any more");
    entry.task.fields.set(TaskField::due_date, DatedValue{date("2024-06-03"), {}});
    EXPECT_EQ(because(), "the due date is now Monday 3 June 2024");
    entry.task.fields.set(TaskField::status, DatedValue{std::string{"Løst"}, {}});
    EXPECT_EQ(because(), "the task is closed (Completed)");
    TaskEntry blocked = entry_told(NotificationKind::blocked_again, "-/blocked_again:f");
    const std::string blocked_key = blocked.told_conditions.at(0).key;
    EXPECT_FALSE(engine::told_of_the_deadline(blocked, blocked_key));
    EXPECT_EQ(engine::why_withdrawn(blocked, blocked_key).at("because_en"),
              "it does not wait for other tasks any more");
    TaskEntry late = entry_told(NotificationKind::knock_on, "-/knock_on:2");
    EXPECT_EQ(engine::why_withdrawn(late, late.told_conditions.at(0).key).at("because_en"),
              "it does not make another task late any more");
}

TEST(ToldConditions, AreToBeTakenBackWhereTheyWereToldAndDoNotHold) {
    World world;
    world.fact(1, {{TaskField::due_date, date("2024-09-02")}});
    engine::State state = world.state();
    const engine::Decision decision(state, {world.now(), "", engine::PassMoment{}});
    TaskEntry& entry = state.tasks.at({1});
    auto item = told_item(NotificationKind::reminder, "2024-02-12/7d");
    item.facts = {{"due_date", "2024-02-12"}};
    engine::note_told_condition(entry, to_anna, item);
    const auto to_be_withdrawn = [&] {
        return engine::still_to_be_withdrawn(decision, {1}, item.key);
    };
    EXPECT_TRUE(to_be_withdrawn()) << "the date has moved far away";
    EXPECT_FALSE(engine::still_to_be_withdrawn(decision, {1}, "a key of nothing"));
    EXPECT_TRUE(engine::still_to_be_withdrawn(decision, {2}, item.key)) << "of a task that is gone";
    auto& told = entry.told_conditions.at(0);
    told.yours = numbers({2});
    EXPECT_FALSE(to_be_withdrawn()) << "their own task is done";
    told.yours.clear();
    told.settled = true;
    EXPECT_FALSE(to_be_withdrawn());
    told.settled = false;
    entry.task.fields.set(TaskField::due_date, {date("2024-02-12"), {}});
    EXPECT_FALSE(to_be_withdrawn()) << "it holds";
}

TEST(ToldConditions, OfAKindThatTellsNoneAreNeverTakenBack) { // as a damaged state could have it
    World world;
    world.fact(1, {{TaskField::assignee, PersonId{"anna"}}});
    world.known();
    engine::State state = world.state();
    engine::ToldCondition odd;
    odd.person = {"anna"};
    odd.kind = NotificationKind::status_changed;
    odd.key = "odd";
    auto& conditions = state.tasks.at({1}).told_conditions;
    conditions = {odd};
    EXPECT_EQ(engine::why_withdrawn(state.tasks.at({1}), "odd").at("because_en"),
              "the task has no due date any more");
    engine::ObserveTask closed;
    closed.fact = {"/platform", "closed", world.now().utc, {}};
    closed.observation.number = {1};
    closed.observation.fields.set(TaskField::status, std::string{"Fuldført"});
    for (const auto& event : engine::decide(state, {world.now(), "test", closed})) {
        const auto* gathered = std::get_if<engine::NoticeGathered>(&event.body);
        EXPECT_TRUE(gathered == nullptr ||
                    gathered->item.occasion.kind != NotificationKind::withdrawn);
    }
    EXPECT_THAT(conditions, ElementsAre(odd));
}

} // namespace
} // namespace klik::test
