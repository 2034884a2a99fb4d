#include "codec/state_snapshot.hpp"
#include "unit/daemon/desk_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

class RecoveryTest : public test::DeskTest {
  protected:
    RecoveryTest() {
        desk.load_rules(load_rule_file({}).value(), now);
        put_tasks(1, 20);
    }
    void put_tasks(int first, int last) {
        for (int number = first; number <= last; ++number) {
            const std::string bytes = klik::test::msgpack_of(test::observed(
                number, "f-" + std::to_string(number), {{"due_date", "2024-03-04"}}));
            EXPECT_EQ(desk.put({bytes}, {"", now}).verb, "put.ok");
        }
        EXPECT_TRUE(batch.finish());
    }
    void store_snapshot(domain::Sequence sequence, std::string bytes) {
        ASSERT_TRUE(batch.store_snapshot(test::korsbaek, {sequence, std::move(bytes)}));
        ASSERT_TRUE(batch.finish());
    }
};

TEST_F(RecoveryTest, AnEmptyJournalGivesAnEmptyState) {
    const auto recovered = recover(journal, {"0101"});
    ASSERT_TRUE(recovered);
    EXPECT_EQ(recovered->state.municipality.value, "0101");
    EXPECT_EQ(recovered->state.head, domain::Sequence{0});
}

TEST_F(RecoveryTest, AllRecordsGiveTheStateThatWroteThem) {
    const auto recovered = recover(journal, test::korsbaek);
    ASSERT_TRUE(recovered);
    EXPECT_EQ(recovered->state, desk.state());
    EXPECT_EQ(recovered->snapshot, domain::Sequence{0});
}

TEST_F(RecoveryTest, ASnapshotAndTheTailGiveTheSame) {
    const auto at = desk.state().head;
    store_snapshot(at, codec::encode_snapshot(desk.state()));
    put_tasks(21, 30);
    const auto recovered = recover(journal, test::korsbaek);
    ASSERT_TRUE(recovered);
    EXPECT_EQ(recovered->state, desk.state());
    EXPECT_EQ(recovered->snapshot, at);
    EXPECT_EQ(recovered->passed_over, "");
}

TEST_F(RecoveryTest, ASnapshotThatCannotBeReadOnlyCostsTime) {
    store_snapshot(desk.state().head, "nonsense");
    const auto recovered = recover(journal, test::korsbaek);
    ASSERT_TRUE(recovered);
    EXPECT_EQ(recovered->state, desk.state());
    EXPECT_NE(recovered->passed_over, "");
}

TEST_F(RecoveryTest, ASnapshotOfAnotherMunicipalityIsPassedOver) {
    engine::State other = desk.state();
    other.municipality = {"0101"};
    store_snapshot(desk.state().head, codec::encode_snapshot(other));
    const auto recovered = recover(journal, test::korsbaek);
    ASSERT_TRUE(recovered);
    EXPECT_EQ(recovered->state, desk.state());
    EXPECT_NE(recovered->passed_over, "");
}

TEST_F(RecoveryTest, ASnapshotOfMoreThanTheJournalHasIsDamage) {
    engine::State ahead = desk.state();
    ++ahead.head.value;
    store_snapshot(ahead.head, codec::encode_snapshot(ahead));
    const auto recovered = recover(journal, test::korsbaek);
    ASSERT_FALSE(recovered);
    EXPECT_EQ(recovered.error().code, "damaged");
    EXPECT_THAT(recovered.error().text, testing::HasSubstr("is not the last that can be read"));
}

TEST_F(RecoveryTest, ARecordThatCannotBeReadIsDamageThatNamesItAndTheWayOut) {
    codec::Record spoilt;
    spoilt.sequence = {desk.state().head.value + 1};
    spoilt.previous = desk.state().head_of(engine::EventKind::internal);
    spoilt.cause = spoilt.sequence;
    spoilt.type = "dk.klik.no.such.type.v1";
    spoilt.subject = "1";
    spoilt.data = "\x80";
    batch.append(test::korsbaek, spoilt);
    ASSERT_TRUE(batch.finish());
    const auto recovered = recover(journal, test::korsbaek);
    ASSERT_FALSE(recovered);
    EXPECT_EQ(recovered.error().code, "damaged");
    EXPECT_THAT(recovered.error().text,
                testing::HasSubstr("record " + std::to_string(spoilt.sequence.value)));
    EXPECT_THAT(recovered.error().text, testing::HasSubstr("backup"));
}

TEST_F(RecoveryTest, ARecordThatGoesOnFromWhatIsNotThereIsDamage) {
    engine::DeadlineScheduled scheduled;
    scheduled.number = {4711};
    const domain::Sequence sequence{desk.state().head.value + 1};
    batch.append(test::korsbaek,
                 codec::encode_record(test::korsbaek,
                                      {sequence, desk.state().head_of(engine::EventKind::internal),
                                       sequence, desk.moment(now), scheduled}));
    ASSERT_TRUE(batch.finish());
    const auto recovered = recover(journal, test::korsbaek);
    ASSERT_FALSE(recovered);
    EXPECT_EQ(recovered.error().code, "damaged");
    EXPECT_THAT(recovered.error().text,
                testing::HasSubstr("does not follow from the records before it"));
}

TEST_F(RecoveryTest, ASnapshotThatTheDiskHasChangedIsPassedOver) {
    const auto snapshot = codec::encode_snapshot(desk.state());
    for (std::size_t at = 0; at < snapshot.size(); at += 97) {
        auto changed = snapshot;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        store_snapshot(desk.state().head, changed);
        const auto recovered = recover(journal, test::korsbaek);
        ASSERT_TRUE(recovered);
        EXPECT_EQ(recovered->state, desk.state());
        EXPECT_NE(recovered->passed_over, "") << "byte " << at;
    }
}

} // namespace
} // namespace klik::daemon
