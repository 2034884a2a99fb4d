#include "engine/silence.hpp"
#include "support/tasks.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

// docs/rules.md 7, "Why not", of states that no story of this version leads to.
namespace klik::test {
namespace {

/// On the morning of Anna's reminder, before the run.
class SilenceOfAState : public testing::Test {
  protected:
    SilenceOfAState() {
        World world;
        world.fact(1, {{TaskField::due_date, date("2024-03-04")},
                       {TaskField::assignee, PersonId{"anna"}},
                       {TaskField::responsible, PersonId{"rie"}}});
        world.known();
        world.clock("2024-02-19 07:00");
        state = world.state();
        at = world.now();
    }
    std::string code(const std::string& person, const std::vector<engine::Event>& of_the_day = {}) {
        return std::string(canonical(
            engine::why_silent(
                {state, at, {1}, {person}, of_the_day, [](const auto&) { return std::nullopt; }})
                .code));
    }
    [[nodiscard]] engine::Event event(engine::EventBody body) const {
        return {{1}, {}, {1}, at, std::move(body)};
    }

    engine::State state;
    domain::Moment at;
};

TEST_F(SilenceOfAState, WhereTheRulesNameNobodyForReminders) {
    EXPECT_EQ(code("rie"), "passed_over");
    state.rules.recipients.erase(NotificationKind::reminder);
    EXPECT_EQ(code("rie"), "no_step");
}

TEST_F(SilenceOfAState, OfAStepOfWhichNothingIsKnownIsThatOfOneThatIsNotSpent) {
    state.tasks.at({1}).deadline.spent.clear();
    EXPECT_EQ(code("rie"), "passed_over");
    at = moment("2024-02-19 12:00");
    EXPECT_EQ(code("rie"), "no_step") << "the run is over";
    state.tasks.try_emplace(TaskNumber{2}).first->second.task = task(2);
    state.tasks.at({1}).task.local_prerequisites = {{2}};
    EXPECT_EQ(code("anna"), "no_step") << "and nobody was reminded in her place";
}

TEST_F(SilenceOfAState, IsToldByTheStepOfTheDayAndByNoOther) {
    domain::NotificationItem item;
    item.number = {1};
    item.kind = NotificationKind::reminder;
    item.facts = {{"step", "7d"}};
    Notification notice;
    notice.recipient = {PersonId{"bo"}, Role::assignee, {}};
    notice.items = {item};
    state.tasks.at({1}).deadline.spent[date("2024-03-04")] = {"14d"};
    EXPECT_EQ(code("anna", {event(engine::Notified{notice})}), "spent");
    notice.items[0].facts["step"] = "14d";
    EXPECT_EQ(code("anna", {event(engine::Notified{notice})}), "passed_over")
        << "another is told by now";
}

TEST_F(SilenceOfAState, IsNobodysOwnActByARequestThatIsNotThere) {
    const auto concluded = [&](const char* id, std::int64_t number, engine::Outcome outcome) {
        return event(engine::RequestConcluded{id, "test", {number}, outcome, "", {}});
    };
    EXPECT_EQ(code("anna", {concluded("r1", 1, engine::Outcome::fulfilled)}), "no_step");
    engine::RequestEntry& asked = state.requests[{"test", "r1"}];
    asked.request.actor = PersonId{"anna"};
    EXPECT_EQ(code("anna", {concluded("r1", 1, engine::Outcome::fulfilled)}), "own_act");
    EXPECT_EQ(code("anna", {concluded("r1", 1, engine::Outcome::accepted)}), "no_step");
    EXPECT_EQ(code("anna", {concluded("r1", 2, engine::Outcome::fulfilled)}), "no_step");
    asked.request.actor = PersonId{"bo"};
    EXPECT_EQ(code("anna", {concluded("r1", 1, engine::Outcome::fulfilled)}), "no_step");
}

} // namespace
} // namespace klik::test
