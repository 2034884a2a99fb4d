#include "unit/daemon/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using test::Json;
using test::observed;
using test::ServiceTest;
using testing::HasSubstr;
using testing::StartsWith;

TEST_F(ServiceTest, TheReadyLineNamesWhatWasBound) {
    start("2024-02-01T08:00:00+01:00", {{"9999"}, {"0101"}});
    EXPECT_THAT(service->ready_line(), StartsWith("ready municipality=9999 live=tcp://127.0.0.1:"));
    EXPECT_THAT(service->ready_line(), HasSubstr(" municipality=0101 live=tcp://127.0.0.1:"));
    EXPECT_THAT(service->ready_line(), testing::Not(HasSubstr(":0 ")));
}

TEST_F(ServiceTest, WhatIsAcknowledgedIsThereAfterARestart) {
    start();
    auto client = control();
    const auto first = client.ask("put", put_of(observed(1, "f-1", {{"title", "A"}})));
    ASSERT_EQ(first.verb, "put.ok");
    const auto epoch = client.ask("ping").map["epoch"];
    start();
    auto again = control();
    EXPECT_EQ(again.ask("ping").map["epoch"], epoch);
    const auto repeated = again.ask("put", put_of(observed(1, "f-1", {{"title", "A"}})));
    EXPECT_EQ(repeated.map["sequence"], first.map["sequence"]);
    EXPECT_EQ(repeated.map["duplicate"], true);
}

TEST_F(ServiceTest, AnOrderlyEndLeavesASnapshotForTheNextStart) {
    start();
    auto client = control();
    client.ask("put", put_of(observed(1, "f-1")));
    service->shut_down();
    const auto stored = journal->latest_snapshot(test::korsbaek).value();
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->sequence, journal->head(test::korsbaek));
}

TEST_F(ServiceTest, ManyInputsThatArriveTogetherShareACommit) {
    start();
    auto client = control();
    client.ask("ping");
    const int before = journal->commits();
    constexpr int count = 500;
    for (int i = 1; i <= count; ++i) {
        client.say("put", put_of(observed(i, "f-" + std::to_string(i))));
    }
    for (int i = 1; i <= count; ++i) {
        EXPECT_EQ(client.next().map["id"], "f-" + std::to_string(i)) << "in order of arrival";
    }
    EXPECT_LT(journal->commits() - before, count / 2);
}

TEST_F(ServiceTest, QuestionsSeeWhatWasAskedForBeforeThem) {
    start();
    auto client = control();
    client.say("put", put_of(observed(1, "f-1")));
    client.say("query", {{"what", "tasks"}});
    EXPECT_EQ(client.next().verb, "put.ok");
    EXPECT_EQ(client.next().map["rows"].size(), 1U);
}

TEST_F(ServiceTest, SubscribersAndStreamsGetTheSameEvents) {
    start();
    auto subscriber = live();
    auto client = control();
    ASSERT_EQ(client.ask("open", {{"name", "mail"}, {"from", "end"}, {"credit", 100}}).verb,
              "opened");
    client.say("put", put_of(observed(1, "f-1", {{"due_date", "2024-03-04"}})));
    auto event = client.next_but_heartbeats();
    while (event.verb != "event") {
        event = client.next_but_heartbeats();
    }
    auto published = subscriber.next();
    while (published.topic == "klik/v1/9999/beat") {
        published = subscriber.next();
    }
    EXPECT_EQ(published.topic, "klik/v1/9999/state/1");
    EXPECT_EQ(event.topic, published.topic);
    EXPECT_EQ(event.map, published.map);
}

TEST_F(ServiceTest, TheClockPassesEveryDueMomentAndNeverGoesBack) {
    start();
    auto client = control();
    client.ask("put", put_of(observed(1, "f-1", {{"due_date", "2024-03-04"}})));
    const auto done = client.ask("clock", {{"advance_to", "2024-03-05T12:00:00+01:00"}});
    EXPECT_EQ(done.verb, "clock.ok");
    EXPECT_EQ(done.map["now"], "2024-03-05T11:00:00Z");
    EXPECT_EQ(client.ask("query", {{"what", "tasks"}}).map["rows"][0]["colour"], "red");
    EXPECT_EQ(client.ask("clock", {{"advance_to", "2024-03-05T10:00:00Z"}}).map["code"],
              "conflict");
    EXPECT_EQ(client.ask("clock", {{"advance_to", "2124-03-05T10:00:00Z"}}).map["code"],
              "too_large");
}

TEST_F(ServiceTest, OnlyAVirtualClockOfASingleMunicipalityCanBeAdvanced) {
    start("2024-02-01T08:00:00+01:00", {{"9999"}, {"0101"}});
    EXPECT_EQ(control().ask("clock", {{"advance_to", "2024-03-05T12:00:00+01:00"}}).map["code"],
              "forbidden");
    start("");
    EXPECT_EQ(control().ask("clock", {{"advance_to", "2124-03-05T12:00:00+01:00"}}).map["code"],
              "forbidden");
}

TEST_F(ServiceTest, WithAnEarlierVirtualClockTheJournalsTimeWins) {
    start();
    auto client = control();
    client.ask("clock", {{"advance_to", "2024-06-01T12:00:00Z"}});
    client.ask("put", put_of(observed(1, "f-1")));
    start("2024-02-01T08:00:00+01:00");
    EXPECT_EQ(control().ask("clock", {{"advance_to", "2024-05-01T12:00:00Z"}}).map["code"],
              "conflict");
}

TEST_F(ServiceTest, MunicipalitiesShareNothing) {
    start("2024-02-01T08:00:00+01:00", {{"9999"}, {"0101"}});
    auto korsbaek = control(0);
    auto copenhagen = control(1);
    EXPECT_EQ(korsbaek.ask("put", put_of(observed(1, "f-1"))).verb, "put.ok");
    EXPECT_EQ(copenhagen.ask("put", put_of(observed(1, "f-1"))).map["code"], "forbidden");
    EXPECT_EQ(copenhagen.ask("query", {{"what", "tasks"}}).map["rows"].size(), 0U);
}

TEST_F(ServiceTest, ARuleFileWithThousandsOfMistakesIsReportedInATextThatReadersTake) {
    rules_path = folder.file("rules.toml", "[colour]\nyellow = \"14d\"\n");
    start();
    auto subscriber = live();
    std::string mistakes = "[colour]\n";
    for (int number = 0; number < 2000; ++number) {
        mistakes += "unknown_" + std::to_string(number) + " = \"3d\"\n";
    }
    folder.file("rules.toml", mistakes);
    service->reload_rules();
    auto message = subscriber.next();
    while (!message.topic.starts_with("klik/v1/9999/system/")) {
        message = subscriber.next();
    }
    const auto data = message.map["data"].dump();
    EXPECT_THAT(data, testing::AllOf(HasSubstr("unknown_0"), HasSubstr("which klikd's log has")));
    EXPECT_LT(data.size(), 64U * 1024);
}

TEST_F(ServiceTest, RulesAreReloadedWholeOrNotAtAll) {
    rules_path = folder.file("rules.toml", "[colour]\nyellow = \"14d\"\n");
    start();
    auto client = control();
    client.ask("put", put_of(observed(1, "f-1", {{"due_date", "2024-02-20"}})));
    const auto colour = [&] {
        return client.ask("query", {{"what", "tasks"}}).map["rows"][0]["colour"];
    };
    EXPECT_EQ(colour(), "green");
    auto subscriber = live();
    const auto next_system = [&] {
        auto message = subscriber.next();
        while (!message.topic.starts_with("klik/v1/9999/system/")) {
            message = subscriber.next();
        }
        return message.map["data"].dump();
    };
    folder.file("rules.toml", "[colour]\nyellow = \"30d\"\nyelow = \"3d\"\n");
    service->reload_rules();
    EXPECT_THAT(next_system(),
                testing::AllOf(HasSubstr("rules_refused"), HasSubstr("rules.toml:3")));
    EXPECT_EQ(colour(), "green");

    folder.file("rules.toml", "[colour]\nyellow = \"30d\"\n");
    service->reload_rules();
    EXPECT_THAT(next_system(), HasSubstr("rules_loaded"));
    EXPECT_EQ(colour(), "yellow");

    const auto head = client.ask("ping").map["head"];
    service->reload_rules();
    EXPECT_EQ(client.ask("ping").map["head"], head) << "the same rules again are no input";
}

TEST_F(ServiceTest, ARestartUnderTheSameRulesDoesNotLoadThemAgain) {
    const auto loads = [&] {
        int count = 0;
        const auto records = journal->read(test::korsbaek, {}, journal::all_records, 1000).value();
        for (const auto& record : records) {
            count +=
                klik::test::json_of(record.data).dump().find("rules_loaded") != std::string::npos
                    ? 1
                    : 0;
        }
        return count;
    };
    start();
    const int before = loads();
    start();
    EXPECT_EQ(loads(), before);
    rules_path = folder.file("rules.toml", "[colour]\nyellow = \"30d\"\n");
    start();
    EXPECT_EQ(loads(), before + 1);
}

TEST_F(ServiceTest, TheLogTellsOfAnErasureUnderAnIdOfItsOwnOnceItIsDurable) {
    start();
    auto client = control();
    for (const auto* name : {"Karen Vest", "Bo Berg"}) {
        client.ask("put", put_of(observed(1, name, {{"assignee", {{"name", name}}}})));
    }
    const test::CapturedLog log;
    EXPECT_EQ(client.ask("admin", {{"do", "erase_person"}, {"person", "p1"}}).verb, "admin.ok");
    EXPECT_THAT(log.text(), HasSubstr("[K136] 9999: name and address of p1 are erased"));
    journal->fail_next_commit();
    EXPECT_EQ(client.ask("admin", {{"do", "erase_person"}, {"person", "p2"}}).map["code"],
              "read_only");
    EXPECT_THAT(log.text(), testing::Not(HasSubstr("of p2 are erased")));
}

TEST_F(ServiceTest, AClientThatAsksAndDoesNotReadIsToldThatItIsBusyAndOthersAreServed) {
    start();
    auto greedy = control();
    for (int number = 1; number <= 20; ++number) {
        greedy.ask("put", put_of(observed(number, "f-" + std::to_string(number),
                                          {{"title", std::string(2000, 'x')},
                                           {"theme", std::string(2000, 'y')}})));
    }
    constexpr int questions = 400; // of 64 KiB each
    for (int i = 0; i < questions; ++i) {
        greedy.say("query", {{"what", "tasks"}, {"ref", i}});
    }
    int busy = 0;
    for (int i = 0; i < questions; ++i) {
        const auto answer = greedy.next();
        ASSERT_EQ(answer.map["ref"], i);
        busy += answer.verb == "error" && answer.map["code"] == "busy" ? 1 : 0;
    }
    EXPECT_GT(busy, 0);
    EXPECT_LT(busy, questions / 2);
    EXPECT_EQ(control().ask("query", {{"what", "tasks"}}).verb, "result");
    EXPECT_EQ(greedy.ask("ping").verb, "pong");
}

TEST_F(ServiceTest, ABadMessageIsAnsweredAndHarmsNobody) {
    start();
    auto client = control();
    const auto unknown = client.ask("fly", {{"ref", 7}});
    EXPECT_EQ(unknown.map["code"], "unknown_verb");
    EXPECT_EQ(unknown.map["about"], "fly");
    EXPECT_EQ(unknown.map["ref"], 7);
    EXPECT_EQ(client.ask("ping", {{"pong", 1}}).map["code"], "malformed");
    EXPECT_EQ(client.ask("put", Json::array()).map["code"], "malformed");
    EXPECT_EQ(client.ask("ping").verb, "pong");
}

TEST_F(ServiceTest, AnEndpointThatIsTakenEndsTheStartWithItsName) {
    start();
    Config config;
    config.municipalities = {{{"9999"}, "K", {"tcp://127.0.0.1:0"}, {endpoint("control")}, {}}};
    test::TemporaryFolder other;
    const auto second = Service::start(config, load_rule_files(config.municipalities).value(),
                                       journal::open_sqlite_journal(other.data()).value());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().path, endpoint("control"));
}

TEST_F(ServiceTest, APlatformsFactsAreDecided) {
    zmq::socket_t platform{context, zmq::socket_type::xpub};
    platform.set(zmq::sockopt::linger, 0);
    platform.bind("tcp://127.0.0.1:0");
    platforms = {{"platform", {platform.get(zmq::sockopt::last_endpoint)}, {}, {test::korsbaek}}};
    start();
    zmq::message_t subscription;
    constexpr int patience_ms = 60'000;
    platform.set(zmq::sockopt::rcvtimeo, patience_ms);
    ASSERT_TRUE(platform.recv(subscription));
    auto fact = observed(7, "f-7");
    fact["sequence"] = "00000000000000000001";
    fact["sourceepoch"] = "e-1";
    auto subscriber = live();
    platform.send(zmq::str_buffer("platform/v1/9999/task/7"), zmq::send_flags::sndmore);
    platform.send(zmq::buffer(klik::test::msgpack_of(fact)), zmq::send_flags::none);
    auto message = subscriber.next();
    while (message.topic == "klik/v1/9999/beat") {
        message = subscriber.next();
    }
    EXPECT_EQ(message.topic, "klik/v1/9999/state/7");
}

} // namespace
} // namespace klik::daemon
