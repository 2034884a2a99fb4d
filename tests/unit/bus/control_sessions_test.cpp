#include "unit/bus/control_sessions_fixture.hpp"

namespace klik::bus {
namespace {

using codec::StreamStart;
using domain::Sequence;
using test::ControlSessionsTest;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(ControlSessionsTest, FromBeginAllThatIsKeptComesInOrder) {
    log.add_many(3);
    open("a", "mail", StreamStart::begin);
    EXPECT_EQ(clients.last("a", "opened")["start"], "00000000000000000000");
    EXPECT_EQ(clients.last("a", "opened")["head"], "00000000000000000003");
    EXPECT_THAT(pumped("a"), ElementsAre("event 1", "event 2", "event 3"));
    EXPECT_THAT(pumped("a"), IsEmpty());
    log.add();
    EXPECT_THAT(pumped("a"), ElementsAre("event 4"));
}

TEST_F(ControlSessionsTest, WhatMayGoWithAPowerCutDoesNotComeBeforeItIsDurable) {
    log.add_many(2);
    log.become_durable(false);
    open("a", "mail", StreamStart::begin);
    EXPECT_THAT(pumped("a"), IsEmpty());
    log.become_durable(true);
    EXPECT_THAT(pumped("a"), ElementsAre("event 1", "event 2"));
}

TEST_F(ControlSessionsTest, FromEndOnlyWhatIsNewComes) {
    log.add_many(3);
    open("a", "mail", StreamStart::end);
    log.add();
    EXPECT_THAT(pumped("a"), ElementsAre("event 4"));
}

TEST_F(ControlSessionsTest, FromASequenceWhatComesNextIsGreater) {
    log.add_many(3);
    open("a", "mail", Sequence{2});
    EXPECT_THAT(pumped("a"), ElementsAre("event 3"));
}

TEST_F(ControlSessionsTest, FromASequenceThatTheJournalHasNotReachedIsAConflict) {
    log.add_many(3);
    open("a", "mail", Sequence{4});
    EXPECT_EQ(error_of("a"), "conflict");
    EXPECT_THAT(log.cursors(), IsEmpty());
}

TEST_F(ControlSessionsTest, AckedWithoutACursorIsNotFound) {
    log.add_many(3);
    open("a", "mail", StreamStart::acked);
    EXPECT_EQ(error_of("a"), "not_found");
    EXPECT_THAT(pumped("a"), IsEmpty());
}

TEST_F(ControlSessionsTest, BeginEndAndASequenceMoveTheCursorAtOnce) {
    log.add_many(3);
    open("a", "mail", StreamStart::end);
    EXPECT_EQ(log.cursors().at("mail").sequence, Sequence{3});
    open("a", "mail", StreamStart::begin);
    EXPECT_EQ(log.cursors().at("mail").sequence, Sequence{0});
    open("a", "mail", Sequence{2});
    EXPECT_EQ(log.cursors().at("mail").sequence, Sequence{2});
}

TEST_F(ControlSessionsTest, AfterABreakTheStreamGoesOnBehindTheLastAck) {
    log.add_many(5);
    open("a", "mail", StreamStart::begin);
    EXPECT_EQ(pumped("a").size(), 5U);
    ack("a", 2);
    open("b", "mail", StreamStart::acked);
    EXPECT_THAT(pumped("b"), ElementsAre("event 3", "event 4", "event 5"));
}

TEST_F(ControlSessionsTest, OnlyTheKindsThatWereAskedForCome) {
    log.add(engine::EventKind::state);
    log.add(engine::EventKind::notification);
    log.add(engine::EventKind::internal);
    open("a", "mail", StreamStart::begin, 100, {engine::EventKind::notification});
    EXPECT_THAT(pumped("a"), ElementsAre("event 2"));
    open("b", "all", StreamStart::begin);
    EXPECT_THAT(pumped("b"), ElementsAre("event 1", "event 2"));
}

TEST_F(ControlSessionsTest, EachEventCostsOneCredit) {
    log.add_many(5);
    open("a", "mail", StreamStart::begin, 2);
    EXPECT_THAT(pumped("a"), ElementsAre("event 1", "event 2"));
    ack("a", 2, 1);
    EXPECT_THAT(pumped("a"), ElementsAre("event 3"));
    ack("a", 2, 5);
    EXPECT_THAT(pumped("a"), ElementsAre("event 4", "event 5"));
}

TEST_F(ControlSessionsTest, AGrantIsCappedAndOpenedTellsIt) {
    open("a", "mail", StreamStart::begin, std::uint64_t{1} << 32U);
    EXPECT_EQ(clients.last("a", "opened")["credit"], 10000);
    ack("a", 0, std::uint64_t{1} << 32U);
    log.add_many(10001);
    EXPECT_EQ(pumped("a").size(), 10000U);
}

TEST_F(ControlSessionsTest, ALongCatchUpIsServedInShares) {
    log.add_many(1000);
    open("a", "mail", StreamStart::begin, 1000);
    open("b", "chat", StreamStart::begin, 1);
    EXPECT_TRUE(sessions.pump());
    EXPECT_LT(got("a").size(), 1000U);
    EXPECT_THAT(got("b"), ElementsAre("opened", "event 1"));
}

TEST_F(ControlSessionsTest, ALowerAckIsIgnored) {
    log.add_many(3);
    open("a", "mail", StreamStart::begin);
    EXPECT_EQ(pumped("a").size(), 3U);
    ack("a", 3);
    ack("a", 1);
    EXPECT_EQ(log.cursors().at("mail").sequence, Sequence{3});
    EXPECT_THAT(got("a"), IsEmpty());
}

TEST_F(ControlSessionsTest, AnAckOfWhatWasNotSentIsAConflictAndClosesTheStream) {
    log.add_many(3);
    open("a", "mail", StreamStart::begin, 1);
    EXPECT_EQ(pumped("a").size(), 1U);
    ack("a", 2, 10);
    EXPECT_EQ(error_of("a"), "conflict");
    EXPECT_THAT(pumped("a"), IsEmpty());
    EXPECT_EQ(log.cursors().at("mail").sequence, Sequence{0});
    ack("a", 1);
    EXPECT_EQ(error_of("a"), "not_found");
}

TEST_F(ControlSessionsTest, AnAckOfAnotherEpochIsWrongEpochAndClosesTheStream) {
    log.add_many(3);
    open("a", "mail", StreamStart::begin);
    EXPECT_EQ(pumped("a").size(), 3U);
    ack("a", 1, 0, "epoch-0");
    EXPECT_EQ(error_of("a"), "wrong_epoch");
    EXPECT_EQ(sessions.open_streams(), 0U);
}

TEST_F(ControlSessionsTest, AnAckWithoutAStreamIsNotFound) {
    ack("a", 0);
    EXPECT_EQ(error_of("a"), "not_found");
}

TEST_F(ControlSessionsTest, ACursorThatCannotBeStoredLeavesTheStreamOpen) {
    log.add_many(2);
    open("a", "mail", StreamStart::begin, 1);
    EXPECT_EQ(pumped("a").size(), 1U);
    log.refuse_cursors();
    ack("a", 1, 1);
    EXPECT_THAT(pumped("a"), ElementsAre("event 2"));
    open("b", "new", StreamStart::begin);
    EXPECT_EQ(error_of("b"), "read_only");
}

TEST_F(ControlSessionsTest, ASecondOpenOfANameWins) {
    log.add_many(1);
    open("a", "mail", StreamStart::begin);
    static_cast<void>(got("a"));
    open("b", "mail", StreamStart::begin);
    EXPECT_EQ(error_of("a"), "conflict");
    EXPECT_THAT(pumped("b"), ElementsAre("event 1"));
    EXPECT_THAT(got("a"), IsEmpty());
    EXPECT_EQ(sessions.open_streams(), 1U);
}

TEST_F(ControlSessionsTest, AnotherOpenOfOneConnectionReplacesItsStreamWithoutAnError) {
    log.add_many(2);
    open("a", "mail", StreamStart::begin, 100);
    open("a", "chat", StreamStart::begin, 1);
    EXPECT_THAT(pumped("a"), ElementsAre("event 1"));
    EXPECT_EQ(sessions.open_streams(), 1U);
}

TEST_F(ControlSessionsTest, ACursorOlderThanTheJournalKeepsIsGone) {
    log.add_many(9);
    log.cursors()["mail"] = {{2}, "local"};
    log.prune_before(5);
    open("a", "mail", StreamStart::acked);
    EXPECT_THAT(got("a"), ElementsAre("gone"));
    EXPECT_EQ(clients.last("a", "gone")["first"], "00000000000000000005");
    open("a", "mail", Sequence{4});
    EXPECT_EQ(pumped("a").front(), "event 5");
    open("a", "mail", StreamStart::begin);
    EXPECT_EQ(pumped("a").front(), "event 5");
}

TEST_F(ControlSessionsTest, AHeartbeatTellsWhatTheStreamIsCompleteUpToAndItMayBeAcknowledged) {
    log.add(engine::EventKind::state);
    log.add(engine::EventKind::notification);
    log.add(engine::EventKind::state);
    open("a", "mail", StreamStart::begin, 100, {engine::EventKind::notification});
    EXPECT_THAT(pumped("a"), ElementsAre("event 2"));
    sessions.beat(now);
    EXPECT_THAT(got("a"), ElementsAre("heartbeat"));
    EXPECT_EQ(clients.last("a", "heartbeat")["sent"], "00000000000000000003");
    ack("a", 3);
    EXPECT_EQ(log.cursors().at("mail").sequence, Sequence{3});
}

TEST_F(ControlSessionsTest, AHeartbeatOfAStreamWithoutCreditStaysAtTheLastEventSent) {
    log.add_many(3);
    open("a", "mail", StreamStart::begin, 2);
    EXPECT_EQ(pumped("a").size(), 2U);
    sessions.beat(now);
    EXPECT_EQ(clients.last("a", "heartbeat")["sent"], "00000000000000000002");
    EXPECT_EQ(clients.last("a", "heartbeat")["head"], "00000000000000000003");
}

TEST_F(ControlSessionsTest, TenSilentSecondsEndTheSessionAndKeepTheCursor) {
    log.add_many(2);
    open("a", "mail", StreamStart::begin);
    EXPECT_EQ(pumped("a").size(), 2U);
    ack("a", 1);
    now += std::chrono::milliseconds{9999};
    sessions.beat(now);
    EXPECT_THAT(got("a"), ElementsAre("heartbeat"));
    now += std::chrono::milliseconds{1};
    sessions.beat(now);
    EXPECT_EQ(error_of("a"), "timeout");
    EXPECT_EQ(sessions.open_streams(), 0U);
    open("a", "mail", StreamStart::acked);
    EXPECT_THAT(pumped("a"), ElementsAre("event 2"));
}

TEST_F(ControlSessionsTest, AnythingThatIsHeardKeepsTheSession) {
    open("a", "mail", StreamStart::begin);
    for (int i = 0; i < 5; ++i) {
        now += std::chrono::seconds{9};
        sessions.heard(test::client_address("a"), now);
        sessions.beat(now);
    }
    EXPECT_EQ(sessions.open_streams(), 1U);
}

TEST_F(ControlSessionsTest, AClientThatDoesNotReadGetsTheSameEventLater) {
    log.add_many(2);
    open("a", "mail", StreamStart::begin);
    clients.block("a");
    EXPECT_THAT(pumped("a"), IsEmpty());
    clients.unblock("a");
    EXPECT_THAT(pumped("a"), ElementsAre("event 1", "event 2"));
}

TEST_F(ControlSessionsTest, AClientThatIsGoneLosesItsSession) {
    log.add_many(1);
    open("a", "mail", StreamStart::begin);
    clients.leave("a");
    EXPECT_FALSE(sessions.pump());
    EXPECT_EQ(sessions.open_streams(), 0U);
    open("b", "chat", StreamStart::begin);
    clients.leave("b");
    sessions.beat(now);
    EXPECT_EQ(sessions.open_streams(), 0U);
}

TEST_F(ControlSessionsTest, ASnapshotHasARowPerTaskBetweenBeginAndEnd) {
    log.add_many(3);
    snapshot("a", 100);
    EXPECT_THAT(got("a"), ElementsAre("snapshot.begin"));
    EXPECT_EQ(clients.last("a", "snapshot.begin")["sequence"], "00000000000000000003");
    EXPECT_THAT(pumped("a"),
                ElementsAre("snapshot.row 1", "snapshot.row 2", "snapshot.row 3", "snapshot.end"));
    EXPECT_THAT(pumped("a"), IsEmpty());
}

TEST_F(ControlSessionsTest, SnapshotRowsCostCreditThatAnAckAdds) {
    log.add_many(3);
    snapshot("a", 1);
    EXPECT_THAT(pumped("a"), ElementsAre("snapshot.row 1"));
    ack("a", 0, 1);
    EXPECT_THAT(pumped("a"), ElementsAre("snapshot.row 2"));
    ack("a", 0, 1);
    EXPECT_THAT(pumped("a"), ElementsAre("snapshot.row 3", "snapshot.end"));
}

TEST_F(ControlSessionsTest, AStreamOpenedDuringASnapshotWaitsForItsRows) {
    log.add_many(2);
    snapshot("a", 1);
    EXPECT_THAT(pumped("a"), ElementsAre("snapshot.row 1"));
    open("a", "view", Sequence{2}, 2);
    log.add();
    EXPECT_THAT(pumped("a"), ElementsAre("snapshot.row 2", "snapshot.row 3", "snapshot.end"));
    ack("a", 2, 1);
    EXPECT_THAT(pumped("a"), ElementsAre("event 3"));
}

TEST_F(ControlSessionsTest, ASnapshotThatAClientLeavesWaitingTimesOut) {
    log.add_many(3);
    snapshot("a", 1);
    EXPECT_EQ(pumped("a").size(), 1U);
    now += silence_allowed;
    sessions.beat(now);
    EXPECT_EQ(error_of("a"), "timeout");
}

TEST_F(ControlSessionsTest, AnAckOfAnotherEpochEndsASnapshot) {
    log.add_many(3);
    snapshot("a", 1);
    EXPECT_EQ(pumped("a").size(), 1U);
    ack("a", 0, 5, "epoch-0");
    EXPECT_EQ(error_of("a"), "wrong_epoch");
    EXPECT_THAT(pumped("a"), IsEmpty());
}

TEST_F(ControlSessionsTest, AnErrorOfAStreamCarriesTheRefOfItsOpen) {
    const std::string ref = "\x07";
    sessions.open(test::client_address("a"), "local", {"mail", StreamStart::begin, {}, 1}, ref,
                  now);
    now += silence_allowed;
    sessions.beat(now);
    EXPECT_EQ(clients.last("a", "error")["ref"], 7);
}

TEST_F(ControlSessionsTest, ARoutingIdOfTheClientsChoiceHasNoSession) {
    log.add_many(3);
    const ClientAddress chosen{"me"};
    sessions.open(chosen, "local", {"mail", StreamStart::begin, {}, 100}, "", now);
    EXPECT_EQ(error_of("me"), "forbidden");
    sessions.snapshot(chosen, {{engine::EventKind::state}, 100}, "", now);
    EXPECT_EQ(error_of("me"), "forbidden");
    EXPECT_THAT(clients.last("me", "error")["text"].get<std::string>(),
                testing::HasSubstr("ZMQ_ROUTING_ID"));
    EXPECT_THAT(pumped("me"), IsEmpty());
    EXPECT_THAT(log.cursors(), IsEmpty());
    EXPECT_EQ(sessions.open_streams(), 0U);
}

} // namespace
} // namespace klik::bus
