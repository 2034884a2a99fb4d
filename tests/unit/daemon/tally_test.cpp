#include "daemon/tally.hpp"
#include "unit/daemon/desk_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using test::DeskTest;
using test::observed;
using testing::ElementsAre;

std::uint64_t of(const DeskTally::Counts& counts, engine::EventKind kind) {
    return counts.events.at(static_cast<std::size_t>(kind));
}

std::uint64_t of(const DeskTally::Counts& counts, domain::NotificationKind kind,
                 NoticeOutcome outcome) {
    return counts.notices.at(static_cast<std::size_t>(kind)).at(static_cast<std::size_t>(outcome));
}

TEST(DistributionTest, AValueBelongsToTheFirstBoundThatItDoesNotExceed) {
    Distribution<2> values{{1, 5}};
    for (const double value : {0.5, 1.0, 1.1, 5.0, 6.0, 7.0}) {
        values.add(value);
    }
    EXPECT_THAT(values.counts(), ElementsAre(2, 2, 2));
    EXPECT_DOUBLE_EQ(values.sum(), 20.6);
}

class DeskTallyTest : public DeskTest {
  protected:
    void SetUp() override { start_by_default_rules(); }

    void commit() {
        ASSERT_TRUE(batch.finish());
        desk.log_done();
    }
};

TEST_F(DeskTallyTest, RecordsCountOnceTheyAreDurable) {
    commit();
    const auto before = of(desk.counts(), engine::EventKind::state);
    put(observed(1, "f-1", {{"title", "A"}}));
    EXPECT_EQ(of(desk.counts(), engine::EventKind::state), before);
    commit();
    EXPECT_EQ(of(desk.counts(), engine::EventKind::state), before + 1);
    std::uint64_t all = 0;
    for (const auto count : desk.counts().events) {
        all += count;
    }
    EXPECT_EQ(all, desk.state().head.value);
}

TEST_F(DeskTallyTest, ABatchThatIsNotDurableDoesNotCount) {
    commit();
    const auto before = desk.counts().events;
    journal.fail_next_commit();
    put(observed(1, "f-1", {{"title", "A"}}));
    ASSERT_FALSE(batch.finish());
    desk.replace_state(recover(journal, test::korsbaek).value().state);
    desk.log_done();
    EXPECT_EQ(desk.counts().events, before);
}

TEST_F(DeskTallyTest, AFactCountsByWhatBecameOfIt) {
    put(observed(1, "f-1", {{"title", "A"}}));
    put(observed(1, "f-1", {{"title", "A"}}));
    put(observed(1, "f-1", {{"title", "B"}}));
    publish("platform/v1/9999/task/1", observed(1, "f-2"));
    EXPECT_EQ(desk.counters().at("facts"), 1U);
    EXPECT_EQ(desk.counters().at("duplicates"), 1U);
    EXPECT_EQ(desk.counters().at("refused"), 1U) << "another content under a known id";
    EXPECT_EQ(desk.counters().at("quarantined"), 1U) << "published, without a position";
}

TEST_F(DeskTallyTest, ADecisionCountsByItsReason) {
    const auto ask = [&](const char* id, int number) {
        codec::AskChange wish;
        wish.request.id = id;
        wish.request.number = {number};
        wish.request.change[domain::TaskField::status] = std::string{"completed"};
        static_cast<void>(desk.ask(wish, {"", now}));
    };
    put_task(1, {{"title", "A"}, {"status", "Ikke påbegyndt"}});
    ask("r-1", 1);
    ask("r-2", 7);
    ask("r-3", 8);
    commit();
    const auto& decisions = desk.counts().decisions;
    EXPECT_EQ(decisions.at({engine::Outcome::accepted, ""}), 1U);
    EXPECT_EQ(decisions.at({engine::Outcome::refused, "unknown_task"}), 2U);
}

TEST_F(DeskTallyTest, AnItemCountsWhenItIsPublishedAndWithEachThatBecomesOfIt) {
    put_task(1, {{"title", "A"}, {"assignee", {{"name", "Anna Holm"}}}});
    desk.pass_due_moments(now + std::chrono::days{2}, false); // a run of 08:00
    commit();
    domain::NotificationItem item;
    codec::TellDelivery told;
    for (const auto& record : desk.take_published()) {
        const auto event = codec::decode_record(record).value();
        if (const auto* notified = std::get_if<engine::Notified>(&event.body);
            notified != nullptr &&
            notified->notification.items[0].kind == domain::NotificationKind::first_sight) {
            item = notified->notification.items[0];
            told.event = journal.epoch() + "." + domain::to_string(event.sequence);
            told.person = notified->notification.recipient.person;
            told.item = item.key;
        }
    }
    ASSERT_FALSE(item.key.empty());
    const auto kind = domain::NotificationKind::first_sight;
    const auto published = of(desk.counts(), kind, NoticeOutcome::published);
    EXPECT_GE(published, 1U);
    for (const auto outcome : {engine::DeliveryOutcome::deferred, engine::DeliveryOutcome::deferred,
                               engine::DeliveryOutcome::delivered}) {
        told.outcome = outcome;
        EXPECT_EQ(desk.tell_delivery(told, {"", now, "mail"}).verb, "report.ok");
    }
    commit();
    EXPECT_EQ(of(desk.counts(), kind, NoticeOutcome::deferred), 1U) << "told twice, true once";
    EXPECT_EQ(of(desk.counts(), kind, NoticeOutcome::delivered), 1U);
    EXPECT_EQ(of(desk.counts(), kind, NoticeOutcome::bounced), 0U);
    EXPECT_EQ(of(desk.counts(), kind, NoticeOutcome::published), published);
}

TEST_F(DeskTallyTest, ACommitCountsItsFactsItsRecordsAndItsTime) {
    commit();
    const auto before = batch.tally().facts.sum();
    const auto commits = [&] {
        std::uint64_t all = 0;
        for (const auto count : batch.tally().sync_seconds.counts()) {
            all += count;
        }
        return all;
    };
    const auto commits_before = commits();
    const auto head = desk.state().head.value;
    const auto records = batch.tally().records.sum();
    put(observed(1, "f-1", {{"title", "A"}}));
    put(observed(2, "f-2", {{"title", "B"}}));
    put(observed(2, "f-2", {{"title", "B"}}));
    commit();
    EXPECT_EQ(batch.tally().facts.sum(), before + 2);
    EXPECT_EQ(batch.tally().records.sum(),
              records + static_cast<double>(desk.state().head.value - head));
    EXPECT_EQ(commits(), commits_before + 1);
    commit();
    EXPECT_EQ(commits(), commits_before + 1) << "nothing waited";
}

} // namespace
} // namespace klik::daemon
