#include "unit/daemon/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using test::observed;
using test::ServiceTest;
using testing::HasSubstr;
using testing::StartsWith;

TEST_F(ServiceTest, AFailedCommitEndsInputAndNothingThatWasNotAcknowledgedIsSeen) {
    start();
    auto subscriber = live();
    auto client = control();
    ASSERT_EQ(client.ask("put", put_of(observed(1, "f-1"))).verb, "put.ok");
    journal->fail_next_commit();
    client.say("put", put_of(observed(2, "f-2")));
    client.say("clock", {{"advance_to", "2024-05-01T08:00:00+02:00"}});
    client.say("query", {{"what", "tasks"}});
    EXPECT_EQ(client.next().map["code"], "read_only");
    EXPECT_EQ(client.next().map["code"], "read_only");
    EXPECT_EQ(client.next().map["rows"].size(), 1U);

    // Input stays refused, questions are answered, health says so, time stands still.
    const auto refused = client.ask("put", put_of(observed(3, "f-3")));
    EXPECT_EQ(refused.map["code"], "read_only");
    EXPECT_EQ(refused.map["about"], "put");
    EXPECT_EQ(refused.map["ref"], 1);
    EXPECT_EQ(
        client.ask("request", {{"id", "r"}, {"number", 1}, {"change", {{"status", "completed"}}}})
            .map["code"],
        "read_only");
    EXPECT_THAT(client.ask("query", {{"what", "health"}}).map.dump(), HasSubstr("read_only"));
    EXPECT_THAT(client.ask("query", {{"what", "health"}}).map.dump(),
                HasSubstr("virtual 2024-02-01T07:00:00Z"));
    const auto beat = subscriber.next();
    for (auto message = beat;; message = subscriber.next()) {
        EXPECT_THAT(message.topic, testing::Not(StartsWith("klik/v1/9999/state/2")));
        if (message.topic == "klik/v1/9999/beat") {
            break;
        }
    }
    service->shut_down();
    start();
    auto later = control();
    EXPECT_EQ(later.ask("put", put_of(observed(2, "f-2"))).map["duplicate"], false);
}

TEST_F(ServiceTest, AMessageStaysInQuarantineWhenItsRemovalIsNotDurable) {
    start();
    codec::QuarantinedMessage message;
    message.topic = "platform/v1/9999/task/1";
    message.payload = "\xc1";
    message.problem = {"malformed", "byte 0", "an extension type"};
    message.received = test::utc("2024-02-01T07:00:00Z");
    ASSERT_TRUE(journal->quarantine(test::korsbaek, message, {}).value());
    ASSERT_TRUE(journal->commit());
    auto client = control();
    journal->fail_next_commit();
    const test::Json drop{{"do", "quarantine_drop"}, {"number", 1}};
    EXPECT_EQ(client.ask("admin", drop).map["code"], "read_only");
    EXPECT_EQ(client.ask("admin", drop).map["code"], "read_only") << "input has ended";
    EXPECT_EQ(client.ask("query", {{"what", "quarantine"}}).map["rows"].size(), 1U);
    service->shut_down();
    start();
    auto later = control();
    EXPECT_EQ(later.ask("admin", drop).verb, "admin.ok");
}

TEST_F(ServiceTest, AStreamGoesOnWhileInputHasEnded) {
    start();
    auto client = control();
    client.ask("put", put_of(observed(1, "f-1")));
    client.ask("open", {{"name", "mail"}, {"from", "begin"}, {"credit", 1}});
    const auto first = client.next_but_heartbeats();
    journal->fail_next_commit();
    client.say("put", put_of(observed(2, "f-2")));
    EXPECT_EQ(client.next_but_heartbeats().map["code"], "read_only");
    client.say("ack",
               {{"epoch", first.map["epoch"]}, {"sequence", first.map["sequence"]}, {"credit", 5}});
    EXPECT_EQ(client.next_but_heartbeats().verb, "event");
}

TEST_F(ServiceTest, AFullDiskMetAfterADurableCommitIsToldWithItsCause) {
    start();
    auto client = control();
    ASSERT_EQ(client.ask("ping").verb, "pong");
    journal->fail_next_checkpoint();
    const test::CapturedLog log;
    ASSERT_EQ(client.ask("put", put_of(observed(1, "f-1"))).verb, "put.ok");
    const auto refused = client.ask("put", put_of(observed(2, "f-2")));
    EXPECT_EQ(refused.map["code"], "read_only");
    EXPECT_THAT(refused.map["text"].get<std::string>(), HasSubstr("the disk is full"));
    EXPECT_THAT(log.text(), HasSubstr("[K120]"));
    EXPECT_THAT(log.text(), HasSubstr("the disk is full"));
    EXPECT_EQ(client.ask("query", {{"what", "tasks"}}).map["rows"].size(), 1U)
        << "what was acknowledged before stays";
}

TEST_F(ServiceTest, AStartOnAFullDiskServesWhatIsKnownAndDecidesNothing) {
    start();
    control().ask("put", put_of(observed(1, "f-1", {{"due_date", "2024-03-04"}})));
    const auto head = journal->head(test::korsbaek);
    for (const bool at_once : {true, false}) {
        before_start = [&](test::FillingJournal& disk) {
            at_once ? disk.fill_up() : disk.fail_next_append();
        };
        const test::CapturedLog log;
        start("2024-03-05T12:00:00+01:00");
        EXPECT_THAT(log.text(), HasSubstr("[K120]"));
        EXPECT_THAT(log.text(), HasSubstr("the disk is full"));
        auto client = control();
        EXPECT_EQ(client.ask("ping").map["head"], domain::to_string(head));
        EXPECT_EQ(client.ask("query", {{"what", "tasks"}}).map["rows"].size(), 1U);
        EXPECT_EQ(client.ask("put", put_of(observed(2, "f-2"))).map["code"], "read_only");
        service->shut_down();
    }
}

TEST_F(ServiceTest, AnEmptyJournalOnAFullDiskCannotBeServed) {
    Config config;
    config.municipalities = {{{"9999"}, "K", {"tcp://127.0.0.1:0"}, {"tcp://127.0.0.1:0"}, {}}};
    auto disk =
        std::make_unique<test::FillingJournal>(journal::open_sqlite_journal(folder.data()).value());
    disk->fill_up();
    const auto started =
        Service::start(config, load_rule_files(config.municipalities).value(), std::move(disk));
    ASSERT_FALSE(started);
    EXPECT_THAT(started.error().text, HasSubstr("the disk is full"));
}

} // namespace
} // namespace klik::daemon
