#include "daemon/service.hpp"
#include "daemon/signals.hpp"
#include "unit/daemon/daemon_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

namespace klik::daemon {
namespace {

using test::Json;
using test::observed;
using testing::Contains;
using testing::HasSubstr;
using testing::StartsWith;

constexpr int patience_steps = 6000; // of 10 ms; never reached on a working machine
constexpr std::chrono::milliseconds short_wait{10};

struct Message {
    std::string verb;
    std::string topic;
    Json map;
};

/// A client in the same thread: whoever waits for an answer lets the service do its rounds.
class Client {
  public:
    Client(Service& service, bus::Context& context, zmq::socket_type type,
           const std::string& endpoint)
        : service_{&service}, socket_{context, type} {
        socket_.set(zmq::sockopt::linger, 0);
        if (type == zmq::socket_type::sub) {
            socket_.set(zmq::sockopt::subscribe, "");
        }
        socket_.connect(endpoint);
    }
    void say(const std::string& verb, const Json& map) {
        socket_.send(zmq::buffer(verb), zmq::send_flags::sndmore);
        socket_.send(zmq::buffer(klik::test::msgpack_of(map)), zmq::send_flags::none);
    }
    /// The next message, of a SUB with an empty verb.
    Message next() {
        for (int i = 0; i < patience_steps; ++i) {
            std::vector<std::string> frames;
            zmq::message_t frame;
            while (socket_.recv(frame, zmq::recv_flags::dontwait)) {
                frames.push_back(frame.to_string());
                if (!frame.more()) {
                    break;
                }
            }
            if (!frames.empty()) {
                const bool topic_first = starts_with_topic(frames.front());
                return {topic_first ? "" : frames.front(),
                        topic_first          ? frames.front()
                        : frames.size() == 3 ? frames[1]
                                             : "",
                        klik::test::json_of(frames.back())};
            }
            service_->step(short_wait);
        }
        ADD_FAILURE() << "no message came";
        return {};
    }
    Message ask(const std::string& verb, Json map = Json::object()) {
        say(verb, map);
        return next_but_heartbeats();
    }
    Message next_but_heartbeats() {
        auto message = next();
        while (message.verb == "heartbeat") {
            message = next();
        }
        return message;
    }

  private:
    static bool starts_with_topic(const std::string& frame) {
        return frame.starts_with("klik/v1/");
    }

    Service* service_;
    zmq::socket_t socket_;
};

class ServiceTest : public testing::Test {
  protected:
    /// Starts, or starts again on the same folder.
    void start(const std::string& virtual_clock = "2024-02-01T08:00:00+01:00",
               std::vector<domain::MunicipalityCode> codes = {{"9999"}}) {
        service.reset();
        Config config;
        config.municipalities.clear();
        for (auto& code : codes) {
            config.municipalities.push_back({std::move(code),
                                             "Korsbæk Kommune",
                                             {"tcp://127.0.0.1:0"},
                                             {"tcp://127.0.0.1:0"},
                                             rules_path});
        }
        if (!virtual_clock.empty()) {
            config.virtual_clock = test::utc(virtual_clock);
        }
        config.platforms = platforms;
        auto filling = std::make_unique<test::FillingJournal>(
            journal::open_sqlite_journal(folder.data()).value());
        journal = filling.get();
        auto started = Service::start(config, load_rule_files(config.municipalities).value(),
                                      std::move(filling));
        ASSERT_TRUE(started) << started.error().sentence();
        service = std::move(*started);
    }
    /// The n-th address after `name=` in the ready line.
    std::string endpoint(const std::string& name, int which = 0) const {
        const std::string line = service->ready_line();
        std::size_t at = 0;
        for (int i = 0; i <= which; ++i) {
            at = line.find(" " + name + "=", at) + name.size() + 2;
        }
        return line.substr(at, line.find(' ', at) - at);
    }
    Client control(int which = 0) {
        return {*service, context, zmq::socket_type::dealer, endpoint("control", which)};
    }
    /// A subscriber that has heard a beat and so misses nothing from here on.
    Client live() {
        Client subscriber{*service, context, zmq::socket_type::sub, endpoint("live")};
        while (subscriber.next().topic != "klik/v1/9999/beat") {
        }
        return subscriber;
    }
    static Json put_of(const Json& event) { return {{"event", event}, {"ref", 1}}; }

    test::TemporaryFolder folder;
    bus::Context context;
    std::string rules_path;
    std::vector<bus::Endpoint> platforms;
    test::FillingJournal* journal = nullptr;
    std::unique_ptr<Service> service;
};

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
    platforms = {{platform.get(zmq::sockopt::last_endpoint)}};
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

TEST(SignalsTest, AreReadOneByOne) {
    auto signals = Signals::block().value();
    EXPECT_FALSE(signals.next());
    raise(SIGHUP);
    EXPECT_EQ(signals.next(), Signal::reload);
    raise(SIGTERM);
    EXPECT_EQ(signals.next(), Signal::end);
    raise(SIGINT);
    EXPECT_EQ(signals.next(), Signal::end);
    EXPECT_FALSE(signals.next());
}

} // namespace
} // namespace klik::daemon
