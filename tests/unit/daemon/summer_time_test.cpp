#include "codec/rule_set_toml.hpp"
#include "unit/daemon/desk_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A municipality that works on the Sundays on which the clock is set, with its run at 02:30.
class SummerTimeTest : public test::DeskTest {
  protected:
    void start(const char* time) {
        const std::string toml = "[calendar]\nworking_days = [2024-03-31, 2024-10-27]\n"
                                 "[reminders]\nrun_at = \"02:30\"\nbefore = [\"1d\"]\n";
        desk.load_rules({codec::parse_rule_set(toml, "own.toml").value(), toml}, test::utc(time));
    }
    /// Lets the time pass and has the platform tell something that the next run is to tell of.
    void put(const char* time, int number, const klik::test::Json& fields) {
        const auto bytes =
            klik::test::msgpack_of(test::observed(number, "f-" + std::to_string(number), fields));
        const auto answer = desk.put({bytes}, {"", test::utc(time)});
        EXPECT_EQ(answer.verb, "put.ok");
    }
    /// The times in UTC of the notices since the last call.
    std::vector<std::string> told_until(const char* time) {
        desk.pass_due_moments(test::utc(time), false);
        std::vector<std::string> times;
        for (const auto& record : desk.take_published()) {
            if (record.kind == engine::EventKind::notification) {
                times.push_back(domain::rfc3339(record.at.utc));
            }
        }
        return times;
    }
};

const klik::test::Json strange{{"status", "Sat på pause"}};

TEST_F(SummerTimeTest, TheRunThatTheClockJumpsOverComesOnceAtTheJump) {
    start("2024-03-30T12:00:00Z");
    put("2024-03-30T12:00:00Z", 1, {{"due_date", "2024-04-01"}});
    put("2024-03-30T12:00:00Z", 2, strange);
    EXPECT_THAT(told_until("2024-03-31T00:59:59Z"), IsEmpty());
    EXPECT_THAT(told_until("2024-03-31T22:00:00Z"), ElementsAre("2024-03-31T01:00:00Z"));
}

TEST_F(SummerTimeTest, TheRunWhoseTimeComesTwiceComesOnce) {
    start("2024-10-26T12:00:00Z");
    put("2024-10-26T12:00:00Z", 1, {{"due_date", "2024-10-28"}});
    EXPECT_THAT(told_until("2024-10-27T00:29:59Z"), IsEmpty());
    EXPECT_THAT(told_until("2024-10-27T00:30:00Z"), ElementsAre("2024-10-27T00:30:00Z"));
    put("2024-10-27T01:10:00Z", 2, strange); // 02:10 for the second time
    EXPECT_THAT(told_until("2024-10-27T23:00:00Z"), IsEmpty());
    EXPECT_THAT(told_until("2024-10-28T01:30:00Z"), ElementsAre("2024-10-28T01:30:00Z"));
}

TEST_F(SummerTimeTest, TheRunThatNothingWasDueInComesWhenTheClockShowsItAgain) {
    start("2024-10-26T12:00:00Z");
    put("2024-10-27T01:10:00Z", 2, strange);
    EXPECT_THAT(told_until("2024-10-27T01:29:59Z"), IsEmpty());
    EXPECT_THAT(told_until("2024-10-27T22:00:00Z"), ElementsAre("2024-10-27T01:30:00Z"));
}

} // namespace
} // namespace klik::daemon
