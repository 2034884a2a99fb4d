#include "unit/bus/control_sessions_fixture.hpp"

namespace klik::bus {
namespace {

// Names, sessions and revocation: whose a stream is.

using codec::StreamStart;
using domain::Sequence;
using test::ControlSessionsTest;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(ControlSessionsTest, ANameBelongsToTheKeyThatFirstOpenedIt) {
    open_as("mail", "a", "outbox", StreamStart::begin);
    log.add_many(2);
    for (const From from :
         {From{StreamStart::acked}, From{StreamStart::begin}, From{Sequence{1}}}) {
        open_as("other", "b", "outbox", from);
        EXPECT_EQ(error_of("b"), "forbidden");
    }
    EXPECT_EQ(log.cursors().at("outbox"), (StreamCursor{{0}, "mail"}));
    EXPECT_THAT(pumped("a"), ElementsAre("event 1", "event 2")) << "its stream goes on";
    open_as("mail", "c", "outbox", StreamStart::acked);
    EXPECT_EQ(pumped("c").size(), 2U);
}

TEST_F(ControlSessionsTest, ANameFromBeforeThereWereKeysGoesToTheFirstThatOpensIt) {
    log.cursors()["outbox"] = {{0}, "local"};
    open_as("mail", "a", "outbox", StreamStart::acked);
    EXPECT_EQ(log.cursors().at("outbox").owner, "mail");
    open_as("other", "b", "outbox", StreamStart::acked);
    EXPECT_EQ(error_of("b"), "forbidden");
}

TEST_F(ControlSessionsTest, WithoutKeysEveryNameIsOpenedAndStaysWhoseItIs) {
    log.cursors()["outbox"] = {{0}, "mail"};
    log.add_many(1);
    open("a", "outbox", StreamStart::acked);
    EXPECT_EQ(pumped("a").size(), 1U);
    ack("a", 1);
    EXPECT_EQ(log.cursors().at("outbox"), (StreamCursor{{1}, "mail"}));
}

TEST_F(ControlSessionsTest, AKeyHasAThousandNamesAtMost) {
    for (std::size_t i = 0; i < most_names_of_a_key; ++i) {
        log.cursors()["name " + std::to_string(i)] = {{0}, "mail"};
    }
    open_as("mail", "a", "one more", StreamStart::begin);
    EXPECT_EQ(error_of("a"), "forbidden");
    EXPECT_FALSE(log.cursors().contains("one more"));
    open_as("mail", "a", "name 7", StreamStart::acked);
    EXPECT_THAT(got("a"), ElementsAre("opened"));
    open_as("other", "b", "one more", StreamStart::begin);
    EXPECT_THAT(got("b"), ElementsAre("opened"));
}

TEST_F(ControlSessionsTest, AKeyHasAThousandSessionsAtMost) {
    for (std::size_t i = 0; i < most_sessions_of_a_key; ++i) {
        sessions.snapshot(test::key_address("c" + std::to_string(i), "mail"), {{}, 0}, "", now);
    }
    sessions.snapshot(test::key_address("one more", "mail"), {{}, 0}, "", now);
    EXPECT_EQ(error_of("one more"), "busy");
    sessions.open(test::key_address("another", "mail"), "mail", {"mail", StreamStart::begin, {}, 1},
                  "", now);
    EXPECT_EQ(error_of("another"), "busy");
    EXPECT_THAT(log.cursors(), IsEmpty());
    sessions.open(test::key_address("c7", "mail"), "mail", {"mail", StreamStart::begin, {}, 1}, "",
                  now);
    EXPECT_EQ(got("c7").back(), "opened") << "a connection that has a session begins no other";
    open_as("other", "b", "chat", StreamStart::begin);
    EXPECT_THAT(got("b"), ElementsAre("opened"));
}

TEST_F(ControlSessionsTest, WhoMayNotReadAnyMoreLosesStreamsAndSnapshots) {
    log.add_many(2);
    open_as("mail", "a", "outbox", StreamStart::begin);
    open_as("other", "b", "chat", StreamStart::begin);
    sessions.snapshot(test::key_address("c", "mail"), {{}, 0}, "", now);
    sessions.end_all_but(
        [](const ClientAddress& client) { return client.public_key != "key of mail"; });
    EXPECT_EQ(error_of("a"), "forbidden");
    EXPECT_EQ(error_of("c"), "forbidden");
    EXPECT_THAT(pumped("a"), IsEmpty());
    EXPECT_EQ(sessions.open_streams(), 1U);
    EXPECT_THAT(got("b"), ElementsAre("opened", "event 1", "event 2"));
}

TEST_F(ControlSessionsTest, ASessionIsNotThatOfAnotherKeyWithTheSameRoutingId) {
    open_as("mail", "a", "outbox", StreamStart::begin);
    sessions.heard(test::key_address("a", "other"), now);
    log.add_many(2);
    static_cast<void>(got("a"));
    EXPECT_THAT(pumped("a"), IsEmpty());
    EXPECT_EQ(sessions.open_streams(), 0U);
}

} // namespace
} // namespace klik::bus
