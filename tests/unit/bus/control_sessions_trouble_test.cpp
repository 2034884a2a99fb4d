// Clients that are slow, silent or stuck, and a klikd that ends: what it costs the others.

#include "unit/bus/control_sessions_fixture.hpp"

namespace klik::bus {
namespace {

using codec::StreamStart;
using test::ControlSessionsTest;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(ControlSessionsTest, WhoGivesNoCreditWhileEventsWaitIsComplainedOfOnce) {
    log.add_many(2);
    open("a", "mail", StreamStart::begin, 1);
    open("b", "chat", StreamStart::end, 0);
    EXPECT_EQ(pumped("a").size(), 1U);
    for (int beat = 0; beat < 9; ++beat) {
        sessions.beat(now);
    }
    const auto complaints = sessions.take_complaints();
    ASSERT_EQ(complaints.size(), 1U);
    EXPECT_EQ(complaints[0].stream, "mail");
    EXPECT_EQ(complaints[0].who, test::client_address("a"));
    EXPECT_THAT(complaints[0].why, testing::HasSubstr("gives no credit"));
    EXPECT_THAT(sessions.take_complaints(), IsEmpty());
}

TEST_F(ControlSessionsTest, WhoDoesNotReadOrIsSilentTooLongIsComplainedOf) {
    open("a", "mail", StreamStart::begin);
    clients.block("a");
    for (int beat = 0; beat < 3; ++beat) {
        sessions.beat(now);
    }
    EXPECT_THAT(sessions.take_complaints().at(0).why, testing::HasSubstr("does not read"));
    now += silence_allowed;
    sessions.beat(now);
    EXPECT_THAT(sessions.take_complaints().at(0).why, testing::HasSubstr("ten seconds"));
}

TEST_F(ControlSessionsTest, AStreamOrSnapshotWhoseFirstWordCannotBeSentIsNone) {
    log.add_many(3);
    open("a", "mail", StreamStart::begin);
    EXPECT_EQ(pumped("a").size(), 3U);
    clients.block("a");
    open("a", "mail", StreamStart::begin);
    snapshot("b", 10);
    clients.block("b");
    snapshot("b", 10);
    clients.unblock("a");
    clients.unblock("b");
    EXPECT_THAT(pumped("a"), IsEmpty()) << "events would come from the begin, and nothing said so";
    EXPECT_THAT(pumped("b"), IsEmpty());
    EXPECT_EQ(sessions.open_streams(), 0U);
    open("a", "mail", StreamStart::begin);
    EXPECT_EQ(got("a"), test::Lines{"opened"});
    EXPECT_EQ(pumped("a").size(), 3U);
}

TEST_F(ControlSessionsTest, ASlowClientCostsTheOthersNothing) {
    log.add_many(5000);
    open("slow", "slow", StreamStart::begin, 3);
    open("stuck", "stuck", StreamStart::begin, 5000);
    clients.block("stuck");
    open("quick", "quick", StreamStart::begin, 10000);
    EXPECT_EQ(pumped("quick").size(), 5000U);
    EXPECT_EQ(got("slow").size(), 4U) << "opened, and an event for each credit";
}

TEST_F(ControlSessionsTest, ACrashNeverMovesACursorForward) {
    log.add_many(6);
    open("a", "mail", StreamStart::begin, 4);
    EXPECT_EQ(pumped("a").size(), 4U);
    ack("a", 2);
    const auto stored = log.cursors();
    ack("a", 4);
    log.cursors() = stored; // the commit with the second ack never came
    ControlSessions after_the_crash{log, clients};
    after_the_crash.open(test::client_address("b"), "local", {"mail", StreamStart::acked, {}, 100},
                         "", now);
    while (after_the_crash.pump()) {
    }
    EXPECT_THAT(got("b"), ElementsAre("opened", "event 3", "event 4", "event 5", "event 6"));
}

} // namespace
} // namespace klik::bus
