#include "engine/fits.hpp"

#include <gtest/gtest.h>

namespace klik::engine {
namespace {

using domain::NotificationKind;

class FitsTest : public ::testing::Test {
  protected:
    FitsTest() {
        state.tasks.try_emplace({1}).first->second.task.number = {1};
        state.requests[{"mail", "r-1"}].via = "mail";
        state.outboxes.put({"hanne"}, Outbox{});
    }
    [[nodiscard]] bool fit(decltype(Event::body) body) const {
        Event event;
        event.body = std::move(body);
        return fits(state, event);
    }

    State state;
};

TEST_F(FitsTest, WhatGoesOnFromATaskNeedsTheTask) {
    for (const std::int64_t number : {1, 2}) {
        const bool is_there = number == 1;
        TaskStateChanged changed;
        changed.view.number = {number};
        EXPECT_EQ(fit(changed), is_there);
        DeadlineScheduled scheduled;
        scheduled.number = {number};
        EXPECT_EQ(fit(scheduled), is_there);
        LocalEdgeChanged edge;
        edge.number = {number};
        EXPECT_EQ(fit(edge), is_there);
    }
}

TEST_F(FitsTest, AConclusionNeedsTheRequest) {
    RequestConcluded concluded;
    concluded.via = "mail";
    concluded.request = "r-1";
    EXPECT_TRUE(fit(concluded));
    concluded.request = "r-2";
    EXPECT_FALSE(fit(concluded));
}

TEST_F(FitsTest, WhatBecomesOfAPersonsNewsNeedsThem) {
    EXPECT_TRUE(fit(OutboxScheduled{.person = {"hanne"}, .waiting = {}}));
    EXPECT_FALSE(fit(OutboxScheduled{.person = {"anders"}, .waiting = {}}));
    EXPECT_TRUE(fit(OutboxEmptied{.person = {"hanne"}, .dropped = {}}));
    EXPECT_FALSE(fit(OutboxEmptied{.person = {"anders"}, .dropped = {}}));
}

TEST_F(FitsTest, AVacancyInAProjectNamesItsRole) {
    const Facts whole{{"project", "DUBU"}, {"vacant_role", "klik_administrator"}};
    const Facts without_role{{"project", "DUBU"}};
    for (const auto& [kind, facts, expected] :
         {std::tuple{NotificationKind::vacant_role, whole, true},
          std::tuple{NotificationKind::vacant_role, without_role, false},
          std::tuple{NotificationKind::vacant_role, Facts{}, true},
          std::tuple{NotificationKind::assigned, without_role, true}}) {
        NoticeGathered gathered;
        gathered.item.occasion.kind = kind;
        gathered.item.occasion.facts = facts;
        EXPECT_EQ(fit(gathered), expected);
        Notified notified;
        auto& item = notified.notification.items.emplace_back();
        item.kind = kind;
        item.facts = facts;
        EXPECT_EQ(fit(notified), expected);
    }
}

TEST_F(FitsTest, WhatStandsByItselfAlwaysFits) {
    EXPECT_TRUE(fit(TaskObserved{}));
    EXPECT_TRUE(fit(MomentPassed{}));
    EXPECT_TRUE(fit(SystemReported{}));
}

} // namespace
} // namespace klik::engine
