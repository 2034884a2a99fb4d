#include "daemon/rule_file.hpp"
#include "unit/daemon/desk_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace klik::daemon {
namespace {

using klik::test::Json;
using testing::IsEmpty;
using testing::Not;

/// A real clock that somebody sets, docs/rules.md 7: a step is spent once.
class ClockJumpTest : public test::DeskTest {
  protected:
    ClockJumpTest() {
        const auto begin = test::utc("2024-02-01T07:00:00Z");
        desk.load_rules(load_rule_file({}).value(), begin);
        for (int number = 1; number <= 5; ++number) {
            const auto due = domain::iso_date(domain::date_from_iso("2024-02-29").value() +
                                              std::chrono::days{4 * number});
            put("2024-02-01T07:00:00Z", number, {{"due_date", due}, {"status", "Sat på pause"}});
        }
    }
    void put(const char* time, int number, const Json& fields) {
        const std::string id = "f-" + std::to_string(++facts);
        const auto bytes = klik::test::msgpack_of(test::observed(number, id, fields));
        EXPECT_EQ(desk.put({bytes}, {"", test::utc(time)}).verb, "put.ok");
    }
    /// The keys of the notices that are sent while the clock shows this time.
    std::vector<std::string> told_at(const char* time) {
        desk.pass_due_moments(test::utc(time), false);
        std::vector<std::string> keys;
        for (const auto& record : desk.take_published()) {
            EXPECT_GE(record.at, latest) << "the journal's time never goes back";
            latest = record.at;
            if (record.kind == engine::EventKind::notification) {
                const Json notice = klik::test::json_of(record.data);
                for (const auto& item : notice["items"]) {
                    keys.push_back(item["key"]);
                    EXPECT_TRUE(ever_told.insert(keys.back()).second) << keys.back() << " again";
                }
            }
        }
        return keys;
    }

    std::set<std::string> ever_told;
    domain::Moment latest;
    int facts = 0;
};

TEST_F(ClockJumpTest, AnHourBackTellsNothingTwice) {
    EXPECT_THAT(told_at("2024-02-19T07:30:00Z"), Not(IsEmpty())) << "the run of 08:00";
    EXPECT_THAT(told_at("2024-02-19T06:30:00Z"), IsEmpty());
    put("2024-02-19T06:45:00Z", 9, {{"title", "told of before the run, by that clock"}});
    EXPECT_THAT(told_at("2024-02-19T07:00:00Z"), IsEmpty());
    EXPECT_THAT(told_at("2024-02-19T07:31:00Z"), IsEmpty());
    EXPECT_THAT(told_at("2024-04-08T12:00:00Z"), Not(IsEmpty())) << "what follows comes, once each";
}

TEST_F(ClockJumpTest, AMonthForwardTellsWhatFellDueOnceAndNothingAgainOnTheWayBack) {
    told_at("2024-02-19T07:30:00Z");
    EXPECT_THAT(told_at("2024-03-19T07:30:00Z"), Not(IsEmpty()));
    for (const char* day : {"2024-02-19T07:31:00Z", "2024-02-26T07:31:00Z", "2024-03-05T07:31:00Z",
                            "2024-03-18T07:31:00Z", "2024-03-19T07:29:00Z"}) {
        put(day, 9, {{"title", day}});
        EXPECT_THAT(told_at(day), IsEmpty()) << day;
    }
    EXPECT_THAT(told_at("2024-04-08T12:00:00Z"), Not(IsEmpty()));
}

TEST_F(ClockJumpTest, AClockThatIsSetBackWithARestartTellsNothingTwice) {
    told_at("2024-02-19T07:30:00Z");
    ASSERT_TRUE(batch.finish());
    desk.replace_state(recover(journal, test::korsbaek).value().state);
    desk.start_service(test::utc("2024-02-19T06:30:00Z"));
    EXPECT_THAT(told_at("2024-02-19T06:30:00Z"), IsEmpty());
    EXPECT_THAT(told_at("2024-02-19T07:30:00Z"), IsEmpty());
    EXPECT_THAT(told_at("2024-04-08T12:00:00Z"), Not(IsEmpty()));
}

} // namespace
} // namespace klik::daemon
