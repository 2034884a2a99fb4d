#include "support/tasks.hpp"
#include "support/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// docs/rules.md 7: what becomes of a notice that cannot be delivered, item by item.
namespace klik::test {
namespace {

using engine::Facts;
using testing::ElementsAre;
using testing::IsEmpty;

/// Two tasks of Anna's, of which the first waits for the second; a third is done; Karin sees to
/// KLIK. The mails that come back were written by some version of klikd, and their items are put
/// together here.
class BouncedItem : public testing::Test {
  protected:
    BouncedItem() {
        world.assign("klik_administrator", "karin");
        world.fact(1, {{TaskField::title, "A"},
                       {TaskField::assignee, PersonId{"anna"}},
                       {TaskField::prerequisites, numbers({2})},
                       {TaskField::due_date, date("2024-06-03")}});
        world.fact(2, {{TaskField::title, "B"},
                       {TaskField::assignee, PersonId{"anna"}},
                       {TaskField::responsible, PersonId{"dora"}}});
        world.fact(3, {{TaskField::title, "C"}, {TaskField::status, "Fuldført"}});
        world.known();
    }
    void bounce(NotificationKind kind, const std::string& occasion, Facts facts,
                const std::string& end = "/anna", std::int64_t number = 1) {
        NotificationItem item;
        item.thread = "9999/" + std::to_string(number);
        item.key = item.thread + '/' + occasion + end;
        item.number = {number};
        item.kind = kind;
        item.rule = "7";
        item.facts = std::move(facts);
        Notification notice;
        notice.recipient = {PersonId{"anna"}, Role::assignee, {}};
        notice.items = {item};
        world.report({{1},
                      item.key,
                      item.number,
                      PersonId{"anna"},
                      engine::DeliveryOutcome::bounced,
                      "550",
                      std::move(notice)});
    }
    std::vector<std::string> told_by_the_next_run() {
        world.wait(std::chrono::days{4});
        return world.told();
    }

    World world;
};

TEST_F(BouncedItem, GoesToWhoSeesToKlikWhereItDoesNotSayForWhomItWas) {
    bounce(NotificationKind::rule_violation, "-/transition:f", {});
    EXPECT_THAT(told_by_the_next_run(), ElementsAre("2024-02-02 09:10 rule_violation #1 -> karin"));
}

TEST_F(BouncedItem, GoesToWhoSeesToKlikWhereItWasForWhoAsked) {
    bounce(NotificationKind::request_refused, "-/request_refused:r", {{"role", "requester"}});
    EXPECT_THAT(told_by_the_next_run(),
                ElementsAre("2024-02-02 09:10 request_refused #1 -> karin"));
}

TEST_F(BouncedItem, GoesNowhereWithAKeyThatIsNotThePersons) {
    bounce(NotificationKind::rule_violation, "-/transition:f", {{"role", "assignee"}}, "/bo");
    EXPECT_THAT(told_by_the_next_run(), IsEmpty());
}

TEST_F(BouncedItem, OfATaskThatIsGoneGoesNowhere) {
    world.removed(1);
    for (const auto kind : {NotificationKind::unblocked, NotificationKind::blocked_again,
                            NotificationKind::request_refused, NotificationKind::status_changed}) {
        bounce(kind, "-/" + std::string(canonical(kind)), {{"role", "assignee"}});
    }
    EXPECT_THAT(told_by_the_next_run(), IsEmpty());
}

TEST_F(BouncedItem, OfARoleInAProjectWithoutAnOpenTaskGoesNowhere) {
    bounce(
        NotificationKind::vacant_role, "-/vacant_role:project_leader:Aula",
        {{"role", "klik_administrator"}, {"vacant_role", "project_leader"}, {"project", "Aula"}});
    EXPECT_THAT(world.state().outboxes.all(), IsEmpty());
}

TEST_F(BouncedItem, OfARequestThatNobodyKnowsIsNotPassedOn) {
    bounce(NotificationKind::request_unanswered, "-/request_unanswered:test|r",
           {{"role", "requester"}, {"asked_via", "test"}, {"request", "r"}});
    EXPECT_THAT(told_by_the_next_run(), IsEmpty());
}

TEST_F(BouncedItem, AboutATaskThatHasNothingOfWhatItSaysIsNotPassedOn) {
    world.fact(4, {{TaskField::title, "D"}});
    for (const auto kind : {NotificationKind::assigned, NotificationKind::reminder,
                            NotificationKind::colour_changed, NotificationKind::unblocked}) {
        bounce(kind, "-/x", {{"role", "assignee"}}, "/anna", 4);
        bounce(kind, "-/x", {{"role", "assignee"}});
    }
    bounce(NotificationKind::colour_changed, "2024-06-03/x",
           {{"role", "assignee"}, {"due_date", "2024-06-03"}});
    bounce(NotificationKind::colour_changed, "2024-06-03/colour:red",
           {{"role", "assignee"}, {"due_date", "2024-06-03"}, {"to", "red"}});
    for (const auto kind : {NotificationKind::first_sight, NotificationKind::blocked_again}) {
        bounce(kind, "-/x", {{"role", "assignee"}}, "/anna", 3);
    }
    world.clock("2024-02-02 09:30");
    EXPECT_THAT(world.told(), testing::Not(testing::Contains(testing::HasSubstr("2024-02-02"))));
}

TEST_F(BouncedItem, OfATaskThatWasOnceReadyIsNotPassedOnWhileItIsBlocked) {
    bounce(NotificationKind::unblocked, "-/unblocked:f", {{"role", "assignee"}});
    EXPECT_THAT(told_by_the_next_run(), IsEmpty());
}

TEST_F(BouncedItem, OfARoleInAProjectGoesOnWhateverBecameOfTheTaskThatItNames) {
    world.show_vacancies();
    bounce(NotificationKind::vacant_role, "-/vacant_role:project_leader:",
           {{"role", "klik_administrator"}, {"vacant_role", "project_leader"}, {"project", ""}},
           "/anna", 99);
    EXPECT_THAT(told_by_the_next_run(),
                testing::Contains("2024-02-02 09:10 vacant_role project_leader -> karin"));
}

TEST_F(BouncedItem, ForWhoHoldsATaskThatGoesBeforeItIsToldGoesNowhere) {
    bounce(NotificationKind::reminder, "2024-06-03/14d",
           {{"role", "assignee"}, {"due_date", "2024-06-03"}, {"yours", "#99, #2, #1"}});
    world.removed(2);
    world.clock("2024-02-02 09:30");
    EXPECT_THAT(world.told(), testing::Not(testing::Contains(testing::HasSubstr("reminder"))));
}

TEST_F(BouncedItem, ForThoseWhoCanUnblockGoesToWhoHoldsTheOneThatIsOpen) {
    bounce(NotificationKind::reminder, "2024-06-03/14d",
           {{"role", "assignee"}, {"due_date", "2024-06-03"}, {"yours", "#3, #2"}});
    EXPECT_THAT(told_by_the_next_run(),
                ElementsAre("2024-02-02 09:10 reminder #1 for #3, #2 -> dora"));
}

TEST_F(BouncedItem, ForThoseWhoseTasksAreAllDoneIsNotPassedOn) {
    bounce(NotificationKind::reminder, "2024-06-03/14d",
           {{"role", "assignee"}, {"due_date", "2024-06-03"}, {"yours", "#3"}});
    EXPECT_THAT(told_by_the_next_run(), IsEmpty());
}

} // namespace
} // namespace klik::test
