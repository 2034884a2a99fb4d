#include "support/world.hpp"

#include <gmock/gmock.h>

#include <ranges>

namespace klik::test {
namespace {

using domain::PersonId;
using domain::TaskField;
using engine::DeliveryOutcome;
using testing::ElementsAre;
using testing::IsEmpty;

/// Anna's reminder of one task, and what is reported of it.
class Deliveries : public testing::Test {
  protected:
    Deliveries() {
        world.fact(1, {{TaskField::title, std::string{"A"}},
                       {TaskField::assignee, PersonId{"anna"}},
                       {TaskField::responsible, PersonId{"carl"}},
                       {TaskField::due_date, domain::date_from_iso("2024-03-04").value()}});
        world.clock("2024-02-19 08:00");
        static_cast<void>(world.told());
    }
    void report(DeliveryOutcome outcome, const std::string& to = "anna") {
        const auto events = world.events();
        for (const auto& event : events | std::views::reverse) { // the latest
            const auto* notified = std::get_if<engine::Notified>(&event.body);
            if (notified == nullptr || notified->notification.recipient.person.value != to) {
                continue;
            }
            domain::Notification notification = notified->notification;
            const auto item = notification.items.back();
            notification.items = {item};
            engine::ReportDelivery input{event.sequence, item.key, item.number, PersonId{to},
                                         outcome,        "x",      {}};
            if (outcome == DeliveryOutcome::bounced) {
                input.bounced = notification;
            }
            world.report(std::move(input));
            return;
        }
        FAIL() << "nothing was told to " << to;
    }

    World world;
};

TEST_F(Deliveries, ABounceGoesDownTheChain) {
    world.address("anna", true);
    report(DeliveryOutcome::bounced);
    world.clock("2024-02-19 08:10");
    EXPECT_THAT(world.told(), ElementsAre("2024-02-19 08:10 reminder 14d #1 -> carl"));
    const auto last = world.all<engine::Notified>().back().notification;
    EXPECT_EQ(last.recipient.via, (std::vector<domain::AskedBefore>{
                                      {domain::Role::assignee, domain::PassedOver::bounced}}));
    EXPECT_TRUE(last.items.front().key.ends_with("/carl"));
    EXPECT_EQ(last.items.front().facts.at("via"), "assignee: bounced");
    EXPECT_TRUE(world.replayed() == world.state());
}

TEST_F(Deliveries, WhereNoAddressIsKnownNoMailCameBack) {
    report(DeliveryOutcome::bounced);
    world.clock("2024-02-19 08:10");
    EXPECT_EQ(world.all<engine::Notified>().back().notification.items.front().facts.at("via"),
              "assignee: no_address");
}

TEST_F(Deliveries, LaterNoticesPassABouncedAddressBy) {
    report(DeliveryOutcome::bounced);
    world.clock("2024-02-19 08:10");
    static_cast<void>(world.told());
    world.clock("2024-02-26 08:00");
    EXPECT_THAT(world.told(), ElementsAre("2024-02-26 08:00 reminder 7d #1 -> carl"));
}

TEST_F(Deliveries, ASecondBounceOfTheSameGoesToNobodyTwice) {
    report(DeliveryOutcome::bounced);
    world.clock("2024-02-19 08:10");
    report(DeliveryOutcome::bounced, "carl");
    world.clock("2024-02-19 08:20");
    EXPECT_THAT(world.told(), ElementsAre("2024-02-19 08:10 reminder 14d #1 -> carl",
                                          "2024-02-19 08:20 reminder 14d #1 -> mailbox-9999"));
    report(DeliveryOutcome::bounced, "mailbox-9999");
    world.clock("2024-02-19 08:30");
    EXPECT_THAT(world.told(), IsEmpty()) << "behind the mailbox there is nobody";
}

TEST_F(Deliveries, WhatIsDeliveredOrWaitsIsRecordedAndTellsNobody) {
    for (const auto outcome :
         {DeliveryOutcome::deferred, DeliveryOutcome::failed, DeliveryOutcome::delivered}) {
        report(outcome);
    }
    EXPECT_THAT(world.told(), IsEmpty());
    ASSERT_EQ(world.state().deliveries.size(), 1U);
    EXPECT_EQ(world.state().deliveries.begin()->second.outcome, DeliveryOutcome::delivered);
    EXPECT_FALSE(world.state().gallery.bounced(PersonId{"anna"}));
}

TEST_F(Deliveries, ATrialThatBouncesMarksTheAddressAndGoesToNobodyElse) {
    world.report({world.state().head,
                  "9999/test_message/9/anna",
                  {},
                  PersonId{"anna"},
                  DeliveryOutcome::bounced,
                  "550",
                  {}});
    EXPECT_TRUE(world.state().gallery.bounced(PersonId{"anna"}));
    EXPECT_THAT(world.told(), IsEmpty());
    const auto told = world.all<engine::SystemReported>().back();
    EXPECT_EQ(told.kind, "delivery");
    EXPECT_FALSE(told.details.contains("number")) << "it is about no task";
}

TEST_F(Deliveries, AreKnownForNinetyDaysFromTheReport) {
    report(DeliveryOutcome::delivered);
    world.clock("2024-05-19 08:00");
    EXPECT_EQ(world.state().deliveries.size(), 1U);
    world.clock("2024-05-21 08:00");
    EXPECT_THAT(world.state().deliveries, IsEmpty());
    EXPECT_TRUE(world.replayed() == world.state());
}

TEST_F(Deliveries, ANoticeAtAMailboxWithoutAnAddressIsReportedOnce) {
    const auto reports = [this] {
        auto all = world.all<engine::SystemReported>();
        std::erase_if(all, [](const auto& report) { return report.kind != "unroutable"; });
        return all;
    };
    const auto before = reports().size();
    world.fact(2, {{TaskField::title, std::string{"B"}},
                   {TaskField::due_date, domain::date_from_iso("2024-03-05").value()}});
    world.clock("2024-02-20 08:00");
    ASSERT_EQ(reports().size(), before + 1);
    EXPECT_EQ(reports().back().details.at("person"), "mailbox-9999");
    EXPECT_EQ(reports().back().details.at("role"), "assignee");
}

TEST_F(Deliveries, WhoIsReplacedIsToldNothingMore) {
    world.replace("anna", "dora");
    world.clock("2024-02-26 08:00");
    EXPECT_THAT(world.told(), ElementsAre("2024-02-19 08:10 assigned #1 -> dora",
                                          "2024-02-26 08:00 reminder 7d #1 -> dora"));
    EXPECT_TRUE(world.replayed() == world.state());
}

} // namespace
} // namespace klik::test
