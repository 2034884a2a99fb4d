#include "codec/state_snapshot.hpp"
#include "unit/daemon/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using test::observed;
using test::ServiceTest;
using testing::HasSubstr;

/// A service whose clock has a long way to go: many tasks fall due on it.
class LongWayTest : public ServiceTest {
  protected:
    static constexpr const char* end_of_the_way = "2024-12-31T12:00:00Z";

    void start_with_tasks() {
        start();
        auto client = control();
        for (int number = 1; number <= tasks; ++number) {
            const auto month = std::to_string(number % 3 + 4);
            client.say("put", put_of(observed(number, "f-" + std::to_string(number),
                                              {{"due_date", "2024-0" + month + "-17"}})));
        }
        for (int number = 1; number <= tasks; ++number) {
            ASSERT_EQ(client.next().verb, "put.ok");
        }
    }

    static constexpr int tasks = 150;
};

TEST_F(LongWayTest, IsDecidedInBatchesAndWhatWasAskedBehindItComesBehindIt) {
    start_with_tasks();
    auto client = control();
    const int commits = journal->commits();
    client.say("clock", {{"advance_to", end_of_the_way}});
    client.say("query", {{"what", "health"}});
    const auto answer = client.next_but_heartbeats();
    EXPECT_EQ(answer.verb, "clock.ok");
    EXPECT_EQ(answer.map["now"], end_of_the_way);
    EXPECT_THAT(client.next().map.dump(), HasSubstr("virtual 2024-12-31T12:00:00Z"));
    EXPECT_GE(journal->commits() - commits, 3);
}

TEST_F(LongWayTest, KeepsTheStreamsOfClientsThatAreNotListenedToMeanwhile) {
    start_with_tasks();
    auto reader = control();
    ASSERT_EQ(reader.ask("open", {{"name", "mail"}, {"from", "end"}, {"credit", 5}}).verb,
              "opened");
    EXPECT_EQ(control().ask("clock", {{"advance_to", end_of_the_way}}).verb, "clock.ok");
    EXPECT_EQ(reader.next_but_heartbeats().verb, "event");
}

TEST_F(LongWayTest, ThatAFullDiskEndsStandsWhereTheLastBatchLeftIt) {
    start_with_tasks();
    auto client = control();
    journal->fail_commit_after(2);
    const auto refused = client.ask("clock", {{"advance_to", end_of_the_way}, {"ref", 9}});
    EXPECT_EQ(refused.map["code"], "read_only");
    EXPECT_EQ(refused.map["about"], "clock");
    EXPECT_EQ(refused.map["ref"], 9);
    const auto health = client.ask("query", {{"what", "health"}}).map.dump();
    EXPECT_THAT(health, HasSubstr("virtual 2024-"));
    EXPECT_THAT(health, testing::Not(HasSubstr("virtual 2024-12-31")));
    EXPECT_EQ(client.ask("ping").map["head"], domain::to_string(journal->head(test::korsbaek)));
    service->shut_down();
    start();
    EXPECT_EQ(control().ask("clock", {{"advance_to", end_of_the_way}}).verb, "clock.ok");
}

TEST_F(LongWayTest, ThatTheEndOfTheProcessStopsIsAnswered) {
    start_with_tasks();
    auto client = control();
    const auto head = journal->head(test::korsbaek);
    client.say("clock", {{"advance_to", end_of_the_way}, {"ref", 9}});
    while (journal->head(test::korsbaek) == head) {
        service->step(test::short_wait);
    }
    service->shut_down();
    const auto answer = client.next();
    EXPECT_EQ(answer.map["code"], "busy");
    EXPECT_EQ(answer.map["ref"], 9);
    EXPECT_THAT(answer.map["text"].get<std::string>(), HasSubstr("klikd ends"));
}

TEST_F(ServiceTest, AStartThatIsToldToEndDoesSo) {
    Config config;
    config.municipalities = {{{"9999"}, "K", {"tcp://127.0.0.1:0"}, {"tcp://127.0.0.1:0"}, {}}};
    const auto started = Service::start(config, load_rule_files(config.municipalities).value(),
                                        journal::open_sqlite_journal(folder.data()).value(),
                                        std::nullopt, [] { return true; });
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, told_to_end_code);
}

TEST_F(LongWayTest, ThatPassedWhileTheProcessWasOffCanBeEndedAndGoesOnWithTheNextStart) {
    start_with_tasks();
    const auto head = journal->head(test::korsbaek);
    service.reset();
    Config config;
    config.municipalities = {{{"9999"}, "K", {"tcp://127.0.0.1:0"}, {"tcp://127.0.0.1:0"}, {}}};
    config.virtual_clock = test::utc(end_of_the_way);
    int asked = 0;
    const auto started = Service::start(config, load_rule_files(config.municipalities).value(),
                                        journal::open_sqlite_journal(folder.data()).value(),
                                        std::nullopt, [&] { return ++asked > 3; });
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, told_to_end_code);
    start(end_of_the_way);
    EXPECT_GT(journal->head(test::korsbaek).value, head.value + 2000);
}

TEST_F(ServiceTest, ASnapshotThatIsTooLargeIsSkippedAndInputGoesOn) {
    start();
    journal->find_snapshots_too_large();
    auto client = control();
    client.ask("put", put_of(observed(1, "f-1")));
    const test::CapturedLog log;
    service->shut_down();
    EXPECT_THAT(log.text(), HasSubstr("[K122]"));
    EXPECT_THAT(log.text(), testing::Not(HasSubstr("[K121]")));
    EXPECT_EQ(client.ask("put", put_of(observed(2, "f-2"))).verb, "put.ok");
}

/// Two municipalities whose states together are too large for the end.
class LargeStatesTest : public ServiceTest {
  protected:
    const std::vector<domain::MunicipalityCode> both{{"9999"}, {"0101"}};
    static constexpr std::int64_t tasks_of_each = 6000;

    void start_with_large_states() {
        start("2024-02-01T08:00:00+01:00", both);
        for (int office = 0; office < 2; ++office) {
            auto first = observed(1, "f-1");
            first["data"]["municipality"] = both[static_cast<std::size_t>(office)].value;
            ASSERT_EQ(control(office).ask("put", put_of(first)).verb, "put.ok");
        }
        service->shut_down();
        service.reset();
        {
            auto stopped = journal::open_sqlite_journal(folder.data()).value();
            for (const auto& code : both) {
                auto state =
                    codec::decode_snapshot(stopped->latest_snapshot(code).value()->state).value();
                for (std::int64_t number = 2; number <= tasks_of_each; ++number) {
                    auto entry = state.tasks.at({1});
                    entry.task.number = {number};
                    state.tasks.try_emplace(domain::TaskNumber{number}).first->second =
                        std::move(entry);
                }
                ASSERT_TRUE(
                    stopped->store_snapshot(code, {state.head, codec::encode_snapshot(state)}));
            }
            ASSERT_TRUE(stopped->commit());
        }
        start("2024-02-01T08:00:00+01:00", both);
    }
    bool stored(const domain::MunicipalityCode& code) {
        return journal->latest_snapshot(code).value()->sequence == journal->head(code);
    }
};

TEST_F(LargeStatesTest, TheEndStoresNoMoreThanItHasTimeForAndWhatSparesTheNextStartMost) {
    start_with_large_states();
    auto client = control(1);
    for (int i = 2; i <= 5; ++i) {
        auto next = observed(1, "f-" + std::to_string(i), {{"title", std::to_string(i)}});
        next["data"]["municipality"] = "0101";
        ASSERT_EQ(client.ask("put", put_of(next)).verb, "put.ok");
    }
    service->shut_down();
    EXPECT_TRUE(stored({"0101"}));
    EXPECT_FALSE(stored({"9999"}));
}

} // namespace
} // namespace klik::daemon
