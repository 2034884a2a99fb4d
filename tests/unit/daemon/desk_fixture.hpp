#pragma once

#include "daemon/municipality_desk.hpp"
#include "daemon/recovery.hpp"
#include "unit/daemon/daemon_fixture.hpp"

#include <gtest/gtest.h>

namespace klik::daemon::test {

/// The desk of one municipality over a journal of its own, early on a working day.
class DeskTest : public testing::Test {
  protected:
    explicit DeskTest(const journal::QuarantineLimits& limits = {})
        : desk{recover(journal, korsbaek).value().state, journal, batch, zone, limits} {}

    Json put(const Json& event) {
        const std::string bytes = klik::test::msgpack_of(event);
        const auto answer = desk.put({bytes}, {"", now});
        keep_seen({answer.verb, answer.payload});
        return klik::test::json_of(answer.payload);
    }
    void publish(const std::string& topic, const Json& event) {
        desk.take_published_fact("kombit", topic, klik::test::msgpack_of(event), now);
        desk.close_batch(now);
    }
    /// A client's fact about the task, in a batch of its own.
    void put_task(int number, const Json& fields = Json::object()) {
        const std::string id = "f-" + std::to_string(++facts_);
        const std::string bytes = klik::test::msgpack_of(observed(number, id, fields));
        ASSERT_EQ(desk.put({bytes}, {"", now}).verb, "put.ok");
        ASSERT_TRUE(batch.finish());
    }
    /// A client's fact about a role, the same.
    void assign_role(Json data) {
        data["municipality"] = "9999";
        Json fact = observed(0, "f-" + std::to_string(++facts_));
        fact["type"] = "dk.klik.role.assigned.v1";
        fact["data"] = std::move(data);
        ASSERT_EQ(desk.put({klik::test::msgpack_of(fact)}, {"", now}).verb, "put.ok");
        ASSERT_TRUE(batch.finish());
    }
    /// A service that has started by the default rules, and nothing is left to publish.
    void start_by_default_rules() {
        desk.load_rules(load_rule_file({}).value(), now);
        desk.start_service(now);
        EXPECT_TRUE(batch.finish());
        static_cast<void>(desk.take_published());
    }

    TemporaryFolder folder;
    FillingJournal journal{journal::open_sqlite_journal(folder.data()).value()};
    GroupCommit batch{journal};
    replay::TimeZone zone = replay::TimeZone::copenhagen().value();
    domain::UtcTime now = utc("2024-02-01T07:00:00Z");
    MunicipalityDesk desk;

  private:
    int facts_ = 0;
};

} // namespace klik::daemon::test
