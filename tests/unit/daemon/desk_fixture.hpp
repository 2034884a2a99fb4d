#pragma once

#include "daemon/municipality_desk.hpp"
#include "daemon/recovery.hpp"
#include "unit/daemon/daemon_fixture.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace klik::daemon::test {

/// A desk by itself, on a journal of its own.
class DeskTest : public testing::Test {
  protected:
    Json put(const Json& event) {
        const std::string bytes = klik::test::msgpack_of(event);
        const auto answer = desk.put({bytes}, "", now);
        keep_seen({answer.verb, answer.payload});
        return klik::test::json_of(answer.payload);
    }
    void publish(const std::string& topic, const Json& event) {
        desk.take_published_fact("kombit", topic, klik::test::msgpack_of(event), now);
        desk.close_batch(now);
    }

    TemporaryFolder folder;
    std::unique_ptr<journal::Journal> journal = journal::open_sqlite_journal(folder.data()).value();
    GroupCommit batch{*journal};
    replay::TimeZone zone = replay::TimeZone::copenhagen().value();
    domain::UtcTime now = utc("2024-02-01T07:00:00Z");
    MunicipalityDesk desk{recover(*journal, korsbaek).value().state, *journal, batch, zone};
};

} // namespace klik::daemon::test
