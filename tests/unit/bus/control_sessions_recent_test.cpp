#include "unit/bus/control_sessions_fixture.hpp"

namespace klik::bus {
namespace {

// Who follows closely is told what was published without a look into the log.

using codec::StreamStart;
using engine::EventKind;
using testing::ElementsAre;
using testing::IsEmpty;

class RecentEventsOfSessions : public test::ControlSessionsTest {
  protected:
    /// A batch of one event.
    void publish(EventKind kind = EventKind::state) {
        log.add(kind);
        sessions.published({log.published(log.head())}, log.head());
    }
};

TEST_F(RecentEventsOfSessions, ManyThatFollowCloselyReadNothingInTheLog) {
    for (const std::string client : {"a", "b", "c"}) {
        open(client, "stream of " + client, StreamStart::begin);
    }
    publish();
    publish();
    while (sessions.pump()) {
    }
    for (const std::string client : {"a", "b", "c"}) {
        EXPECT_THAT(got(client), ElementsAre("opened", "event 1", "event 2"));
    }
    EXPECT_EQ(log.reads(), 0U);
}

TEST_F(RecentEventsOfSessions, EachIsToldTheKindsThatItAskedFor) {
    open("a", "mail", StreamStart::begin, 100, {EventKind::notification});
    publish();
    publish(EventKind::notification);
    EXPECT_THAT(pumped("a"), ElementsAre("event 2"));
    publish();
    EXPECT_THAT(pumped("a"), IsEmpty());
    sessions.beat(now);
    EXPECT_EQ(clients.last("a", "heartbeat")["sent"], "00000000000000000003");
}

TEST_F(RecentEventsOfSessions, CreditIsSpentAndWaitedFor) {
    open("a", "mail", StreamStart::begin, 2);
    publish();
    publish();
    publish();
    EXPECT_THAT(pumped("a"), ElementsAre("event 1", "event 2"));
    ack("a", 2, 5);
    EXPECT_THAT(pumped("a"), ElementsAre("event 3"));
}

TEST_F(RecentEventsOfSessions, WhoDoesNotReadIsToldLater) {
    open("a", "mail", StreamStart::begin);
    publish();
    clients.block("a");
    EXPECT_THAT(pumped("a"), IsEmpty());
    clients.unblock("a");
    EXPECT_THAT(pumped("a"), ElementsAre("event 1"));
}

TEST_F(RecentEventsOfSessions, WhoIsGoneHasNoSessionAnyMore) {
    open("a", "mail", StreamStart::begin);
    publish();
    clients.leave("a");
    EXPECT_THAT(pumped("a"), IsEmpty());
    EXPECT_EQ(sessions.open_streams(), 0U);
}

TEST_F(RecentEventsOfSessions, WhatWasPublishedWithoutBeingToldOfIsReadInTheLog) {
    open("a", "mail", StreamStart::begin);
    publish();
    log.add();
    EXPECT_THAT(pumped("a"), ElementsAre("event 1", "event 2"));
    EXPECT_EQ(log.reads(), 1U);
}

TEST_F(RecentEventsOfSessions, WhoCatchesUpGetsWhatIsOlderFromTheLog) {
    log.add_many(3);
    ControlSessions started_later{log, clients};
    started_later.open(test::client_address("a"), "local", {"mail", StreamStart::begin, {}, 100},
                       "", now);
    log.add();
    started_later.published({log.published(log.head())}, log.head());
    while (started_later.pump()) {
    }
    EXPECT_THAT(got("a"), ElementsAre("opened", "event 1", "event 2", "event 3", "event 4"));
    log.add();
    started_later.published({log.published(log.head())}, log.head());
    static_cast<void>(started_later.pump());
    EXPECT_THAT(got("a"), ElementsAre("event 5"));
    EXPECT_EQ(log.reads(), 1U);
}

} // namespace
} // namespace klik::bus
