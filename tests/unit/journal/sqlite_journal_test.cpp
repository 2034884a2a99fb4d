#include "journal/record_keys.hpp"
#include "unit/journal/journal_fixture.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <limits>
#include <stdexcept>

namespace klik::journal::test {
namespace {

using engine::EventKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SqliteJournalTest : public ::testing::Test {
  protected:
    void append(EventKind kind = EventKind::state, const std::string& subject = "121850") {
        ASSERT_TRUE(journal->append(korsbaek, log.next(kind, subject)));
    }

    TemporaryFolder folder;
    std::unique_ptr<Journal> journal = open_or_throw(folder.data());
    Log log;
};

TEST_F(SqliteJournalTest, GivesARecordBackAsItWasAppended) {
    auto record = log.next(EventKind::notification, "mailbox-9999");
    record.data = std::string("\0binary\xFF", 8);
    ASSERT_TRUE(journal->append(korsbaek, record));
    ASSERT_TRUE(journal->commit());

    const auto found = journal->find(korsbaek, Sequence{1}).value();
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, record);
    EXPECT_EQ(found->at.local, record.at.local);
}

TEST_F(SqliteJournalTest, KeepsEmptyDataAndAnEmptySubject) {
    auto record = log.next();
    record.data.clear();
    record.subject.clear();
    ASSERT_TRUE(journal->append(korsbaek, record));
    EXPECT_EQ(journal->find(korsbaek, Sequence{1}).value(), record);
}

TEST_F(SqliteJournalTest, ReadsAscendingAfterASequenceUpToALimit) {
    for (int i = 0; i < 5; ++i) {
        append();
    }
    EXPECT_THAT(sequences(journal->read(korsbaek, Sequence{0}, all_records, 100)),
                ElementsAre(1, 2, 3, 4, 5));
    EXPECT_THAT(sequences(journal->read(korsbaek, Sequence{2}, all_records, 2)), ElementsAre(3, 4));
    EXPECT_THAT(sequences(journal->read(korsbaek, Sequence{5}, all_records, 2)), IsEmpty());
    EXPECT_THAT(sequences(journal->read(korsbaek, Sequence{0}, all_records, 0)), IsEmpty());
}

TEST_F(SqliteJournalTest, ReadsTheWantedKindsInOneOrder) {
    append(EventKind::internal);
    append(EventKind::state);
    append(EventKind::notification);
    append(EventKind::state);
    append(EventKind::system);
    append(EventKind::request);

    const auto read = [&](KindMask kinds, std::size_t limit = 100) {
        return sequences(journal->read(korsbaek, Sequence{0}, kinds, limit));
    };
    EXPECT_THAT(read(all_published), ElementsAre(2, 3, 4, 5, 6));
    EXPECT_THAT(read(mask_of(EventKind::state)), ElementsAre(2, 4));
    EXPECT_THAT(read(mask_of(EventKind::internal) | mask_of(EventKind::request)),
                ElementsAre(1, 6));
    EXPECT_THAT(read(mask_of(EventKind::state) | mask_of(EventKind::notification), 2),
                ElementsAre(2, 3));
    EXPECT_THAT(read(0), IsEmpty());
    EXPECT_THAT(read(KindMask{1} << 20U), IsEmpty());
}

TEST_F(SqliteJournalTest, TakesAPositionBeyondEveryRecordForTheEnd) {
    append();
    const Sequence beyond{std::numeric_limits<std::uint64_t>::max()};
    EXPECT_THAT(sequences(journal->read(korsbaek, beyond, all_records, 10)), IsEmpty());
    EXPECT_EQ(journal->find(korsbaek, beyond).value(), std::nullopt);
}

TEST_F(SqliteJournalTest, ShowsTheHistoryOfOneTask) {
    append(EventKind::state, "7");
    append(EventKind::state, "77");
    append(EventKind::internal, "7");
    append(EventKind::state, "7");
    EXPECT_THAT(sequences(journal->history(korsbaek, domain::TaskNumber{7}, Sequence{0}, 10)),
                ElementsAre(1, 3, 4));
    EXPECT_THAT(sequences(journal->history(korsbaek, domain::TaskNumber{7}, Sequence{1}, 1)),
                ElementsAre(3));
    EXPECT_THAT(sequences(journal->history(korsbaek, domain::TaskNumber{8}, Sequence{0}, 10)),
                IsEmpty());
    EXPECT_THAT(sequences(journal->history(copenhagen, domain::TaskNumber{7}, Sequence{0}, 10)),
                IsEmpty());
}

TEST_F(SqliteJournalTest, ShowsAHistoryThatIsSpreadOverAllOfTheLog) {
    const auto others = static_cast<std::uint64_t>(keys_of_an_era * 5 / 4);
    append(EventKind::state, "7");
    for (std::uint64_t i = 0; i < others; ++i) {
        append(EventKind::state, "8");
    }
    append(EventKind::state, "7");
    const auto history = [&](std::uint64_t after, std::size_t limit) {
        return sequences(journal->history(korsbaek, domain::TaskNumber{7}, {after}, limit));
    };
    EXPECT_THAT(history(0, 10), ElementsAre(1, others + 2));
    EXPECT_THAT(history(0, 1), ElementsAre(1));
    EXPECT_THAT(history(1, 10), ElementsAre(others + 2));
    EXPECT_THAT(history(others + 2, 10), IsEmpty());
}

TEST_F(SqliteJournalTest, KeepsNothingUnderWhatIsNoMunicipality) {
    EXPECT_THROW(static_cast<void>(journal->append({"99"}, log.next())), std::logic_error);
    EXPECT_THROW(static_cast<void>(journal->append({"99x9"}, log.next())), std::logic_error);
}

TEST_F(SqliteJournalTest, FindsNothingWhereNothingIs) {
    EXPECT_EQ(journal->find(korsbaek, Sequence{1}).value(), std::nullopt);
    EXPECT_EQ(journal->head(korsbaek), Sequence{0});
    EXPECT_EQ(journal->first(korsbaek), Sequence{1});
}

TEST_F(SqliteJournalTest, CountsEachMunicipalityByItself) {
    Log other;
    append();
    append();
    ASSERT_TRUE(journal->append(copenhagen, other.next()));
    EXPECT_EQ(journal->head(korsbaek), Sequence{2});
    EXPECT_EQ(journal->head(copenhagen), Sequence{1});
    EXPECT_THAT(sequences(journal->read(copenhagen, Sequence{0}, all_records, 10)), ElementsAre(1));
}

TEST_F(SqliteJournalTest, ShowsTheOpenBatchToItselfAndForgetsItOnRollback) {
    append();
    ASSERT_TRUE(journal->commit());
    append();
    ASSERT_TRUE(journal->append(copenhagen, Log().next()));
    EXPECT_EQ(journal->head(korsbaek), Sequence{2});
    EXPECT_TRUE(journal->find(korsbaek, Sequence{2}).value());

    journal->rollback();

    EXPECT_EQ(journal->head(korsbaek), Sequence{1});
    EXPECT_EQ(journal->head(copenhagen), Sequence{0});
    EXPECT_FALSE(journal->find(korsbaek, Sequence{2}).value());
    EXPECT_FALSE(journal->read_only());
}

TEST_F(SqliteJournalTest, GoesOnAfterARollbackWithTheSequenceThatWasFreed) {
    append();
    ASSERT_TRUE(journal->commit());
    append();
    journal->rollback();
    Log again;
    static_cast<void>(again.next());
    ASSERT_TRUE(journal->append(korsbaek, again.next()));
    ASSERT_TRUE(journal->commit());
    EXPECT_EQ(journal->head(korsbaek), Sequence{2});
}

TEST_F(SqliteJournalTest, CommitsABatchOverTwoMunicipalitiesAsOne) {
    Log other;
    append();
    ASSERT_TRUE(journal->append(copenhagen, other.next()));
    ASSERT_TRUE(journal->store_cursor(copenhagen, "mail", {{1}, "local"}));
    {
        // Nothing of it is seen from outside before the commit.
        Child reader([&](int descriptor) {
            run_sql(folder.file(), "CREATE TEMP TABLE seen(n CHECK (n = 0)); "
                                   "INSERT INTO seen SELECT count(*) FROM record; "
                                   "INSERT INTO seen SELECT count(*) FROM cursor");
            report(descriptor, "nothing");
        });
        EXPECT_EQ(reader.line(), "nothing");
    }
    ASSERT_TRUE(journal->commit());
    journal.reset();
    journal = open_or_throw(folder.data());
    EXPECT_EQ(journal->head(korsbaek), Sequence{1});
    EXPECT_EQ(journal->head(copenhagen), Sequence{1});
    EXPECT_EQ(journal->cursor(copenhagen, "mail").value(), (Cursor{{1}, "local"}));
}

TEST_F(SqliteJournalTest, HasNothingToDoForAnEmptyBatch) {
    EXPECT_TRUE(journal->commit());
    journal->rollback();
    EXPECT_TRUE(journal->commit());
}

TEST_F(SqliteJournalTest, StopsAtARecordOutOfOrder) {
    append(EventKind::state);
    const auto append_changed = [&](auto change) {
        Log following;
        static_cast<void>(following.next(EventKind::state));
        auto record = following.next(EventKind::state);
        change(record);
        EXPECT_TRUE(journal->append(korsbaek, record));
    };
    const auto nothing = Sequence{0};
    EXPECT_THROW(append_changed([](auto& record) { record.sequence = Sequence{3}; }),
                 std::logic_error);
    EXPECT_THROW(append_changed([](auto& record) { record.sequence = Sequence{1}; }),
                 std::logic_error);
    EXPECT_THROW(append_changed([&](auto& record) { record.previous = nothing; }),
                 std::logic_error);
    EXPECT_THROW(append_changed([&](auto& record) { record.cause = nothing; }), std::logic_error);
    EXPECT_THROW(append_changed([](auto& record) { record.cause = Sequence{3}; }),
                 std::logic_error);
    append_changed([](auto&) {});
    EXPECT_EQ(journal->head(korsbaek), Sequence{2});
}

TEST_F(SqliteJournalTest, KnowsAnInputByMunicipalitySourceAndId) {
    ASSERT_TRUE(journal->remember_input(korsbaek, "/platform", "fact-1", Sequence{1}));
    ASSERT_TRUE(journal->remember_input(copenhagen, "/platform", "fact-1", Sequence{7}));
    EXPECT_EQ(journal->find_input(korsbaek, "/platform", "fact-1").value(), Sequence{1});
    EXPECT_EQ(journal->find_input(copenhagen, "/platform", "fact-1").value(), Sequence{7});
    EXPECT_EQ(journal->find_input(korsbaek, "/other", "fact-1").value(), std::nullopt);
    EXPECT_EQ(journal->find_input(korsbaek, "/platform", "fact-2").value(), std::nullopt);
    journal->rollback();
    EXPECT_EQ(journal->find_input(korsbaek, "/platform", "fact-1").value(), std::nullopt);
}

TEST_F(SqliteJournalTest, StopsWhenOneInputIsRememberedTwice) {
    ASSERT_TRUE(journal->remember_input(korsbaek, "/platform", "fact-1", Sequence{1}));
    const auto again = [&] {
        EXPECT_TRUE(journal->remember_input(korsbaek, "/platform", "fact-1", Sequence{2}));
    };
    EXPECT_THROW(again(), std::logic_error);
}

TEST_F(SqliteJournalTest, MovesACursorForwardsAndBackwards) {
    EXPECT_EQ(journal->cursor(korsbaek, "mail").value(), std::nullopt);
    ASSERT_TRUE(journal->store_cursor(korsbaek, "mail", {{5}, "local"}));
    EXPECT_EQ(journal->cursor(korsbaek, "mail").value(), (Cursor{{5}, "local"}));
    ASSERT_TRUE(journal->store_cursor(korsbaek, "mail", {{2}, "local"}));
    ASSERT_TRUE(journal->store_cursor(korsbaek, "chat", {{9}, "local"}));
    EXPECT_EQ(journal->cursor(korsbaek, "mail").value(), (Cursor{{2}, "local"}));
    EXPECT_EQ(journal->cursor(korsbaek, "chat").value(), (Cursor{{9}, "local"}));
    EXPECT_EQ(journal->cursor(copenhagen, "mail").value(), std::nullopt);
    EXPECT_EQ(journal->cursors(korsbaek).value(),
              (std::vector<NamedCursor>{{"chat", {9}}, {"mail", {2}}}));
    EXPECT_TRUE(journal->cursors(copenhagen)->empty());
}

TEST_F(SqliteJournalTest, KeepsTheNewestSnapshotOnly) {
    append();
    append();
    EXPECT_FALSE(journal->latest_snapshot(korsbaek).value());
    ASSERT_TRUE(journal->store_snapshot(korsbaek, {Sequence{1}, std::string(100'000, 'a')}));
    ASSERT_TRUE(journal->store_snapshot(korsbaek, {Sequence{2}, std::string("\0state", 6)}));
    ASSERT_TRUE(journal->commit());

    const auto latest = journal->latest_snapshot(korsbaek).value();
    ASSERT_TRUE(latest);
    EXPECT_EQ(latest->sequence, Sequence{2});
    EXPECT_EQ(latest->state, std::string("\0state", 6));
    EXPECT_FALSE(journal->latest_snapshot(copenhagen).value());
    journal.reset();
    EXPECT_NO_THROW(run_sql(folder.file(), "CREATE TEMP TABLE one(n CHECK (n = 1)); "
                                           "INSERT INTO one SELECT count(*) FROM snapshot"));
}

TEST_F(SqliteJournalTest, GoesOnWhereItWasAfterReopening) {
    append(EventKind::state);
    append(EventKind::notification);
    ASSERT_TRUE(journal->remember_input(korsbaek, "/platform", "fact-1", Sequence{1}));
    ASSERT_TRUE(journal->commit());
    append(EventKind::state); // never committed
    const std::string epoch = journal->epoch();
    journal.reset();

    journal = open_or_throw(folder.data());
    EXPECT_EQ(journal->epoch(), epoch);
    EXPECT_EQ(journal->head(korsbaek), Sequence{2});
    EXPECT_EQ(journal->find_input(korsbaek, "/platform", "fact-1").value(), Sequence{1});
    Log following;
    static_cast<void>(following.next(EventKind::state));
    static_cast<void>(following.next(EventKind::notification));
    EXPECT_TRUE(journal->append(korsbaek, following.next(EventKind::notification)));
}

TEST_F(SqliteJournalTest, HasAnEpochOfItsOwn) {
    EXPECT_THAT(journal->epoch(), ::testing::MatchesRegex("[0-9a-f]{32}"));
    const TemporaryFolder other;
    EXPECT_NE(open_or_throw(other.data())->epoch(), journal->epoch());
}

} // namespace
} // namespace klik::journal::test
