#pragma once

#include "codec/record.hpp"
#include "journal/journal.hpp"
#include "support/world.hpp"
#include "unit/journal/journal_fixture.hpp"

#include <memory>

namespace klik::replay::test {

using klik::test::moment;
using klik::test::World;

inline const domain::MunicipalityCode korsbaek{"9999"};

/// The world's events with a report of the daemon's own behind them.
inline std::vector<engine::Event> with_a_report(const World& world) {
    auto events = world.events();
    const domain::Sequence next{world.state().head.value + 1};
    events.push_back({next, world.state().head_of(engine::EventKind::system), next,
                      moment("2024-02-01 09:00"), engine::SystemReported{"quarantined", {}}});
    return events;
}

/// The world's events with what lies ahead of a task that was never there.
inline std::vector<engine::Event> with_an_outlook_of_no_task(const World& world) {
    auto events = world.events();
    const domain::Sequence next{world.state().head.value + 1};
    engine::DeadlineScheduled scheduled;
    scheduled.number = {4711};
    events.push_back({next, world.state().head_of(engine::EventKind::internal), next,
                      moment("2024-02-01 09:00"), scheduled});
    return events;
}

/// A journal of its own, gone with the object.
class ReplayTest : public testing::Test {
  protected:
    void write(const std::vector<engine::Event>& events) {
        for (const auto& event : events) {
            ASSERT_TRUE(journal->append(korsbaek, codec::encode_record(korsbaek, event)));
        }
        ASSERT_TRUE(journal->commit());
    }

    journal::test::TemporaryFolder folder;
    std::unique_ptr<journal::Journal> journal = journal::test::open_or_throw(folder.data());
};

} // namespace klik::replay::test
