#include "unit/journal/journal_fixture.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

namespace klik::journal::test {
namespace {

using engine::EventKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class JournalReadingTest : public ::testing::Test {
  protected:
    [[nodiscard]] std::unique_ptr<Journal> reader() const {
        auto opened = open_sqlite_journal_for_reading(folder.data());
        if (!opened) {
            throw std::runtime_error(opened.error().sentence());
        }
        return std::move(*opened);
    }
    [[nodiscard]] domain::Problem refused() const {
        const auto opened = open_sqlite_journal_for_reading(folder.data());
        return opened ? domain::Problem{"opened", folder.data(), ""} : opened.error();
    }
    static void append(Journal& journal, Log& log, const MunicipalityCode& to = korsbaek) {
        ASSERT_TRUE(journal.append(to, log.next()));
        ASSERT_TRUE(journal.commit());
    }

    TemporaryFolder folder;
    Log log;
};

TEST_F(JournalReadingTest, ReadsBesideTheWriterWhatItHasCommitted) {
    const auto writer = open_or_throw(folder.data());
    append(*writer, log);
    ASSERT_TRUE(writer->append(korsbaek, log.next()));
    const auto reading = reader();
    EXPECT_EQ(reading->epoch(), writer->epoch());
    EXPECT_THAT(sequences(reading->read(korsbaek, {}, all_records, 10)), ElementsAre(1));
    ASSERT_TRUE(writer->commit());
    EXPECT_THAT(sequences(reading->read(korsbaek, {}, all_records, 10)), ElementsAre(1, 2));
    EXPECT_EQ(reading->head(korsbaek), Sequence{1}) << "that of the opening";
}

TEST_F(JournalReadingTest, DoesNotHoldTheWriterUp) {
    const auto writer = open_or_throw(folder.data());
    const auto id = writer->person_id_for(korsbaek, "Jonas Kvist Madsen").value();
    append(*writer, log);
    const auto reading = reader();
    EXPECT_EQ(reading->person(korsbaek, id).value()->name, "Jonas Kvist Madsen");
    ASSERT_TRUE(writer->erase_person(korsbaek, id));
    append(*writer, log);
    EXPECT_FALSE(writer->erasure_pending()) << "the write-ahead log could be emptied";
    EXPECT_EQ(bytes_of(folder.file("journal.db-wal")), "");
    EXPECT_EQ(reading->person(korsbaek, id).value()->name, "");
}

TEST_F(JournalReadingTest, FindsWhatIsWantedWhereItLiesCloseTogetherAndWhereItIsRare) {
    const auto journal = open_or_throw(folder.data());
    std::vector<EventKind> kinds;
    const auto stretch = [&](std::size_t length, EventKind kind) {
        for (std::size_t i = 0; i < length; ++i) {
            kinds.push_back(kind);
            ASSERT_TRUE(journal->append(korsbaek, log.next(kind)));
        }
    };
    stretch(700, EventKind::state);
    stretch(1500, EventKind::internal);
    stretch(1, EventKind::request);
    stretch(600, EventKind::internal);
    stretch(300, EventKind::notification);
    stretch(2, EventKind::request);
    ASSERT_TRUE(journal->append(copenhagen, Log().next()));
    ASSERT_TRUE(journal->commit());

    const KindMask rare = mask_of(EventKind::request);
    for (const KindMask wanted :
         {all_published, all_records, rare, rare | mask_of(EventKind::state)}) {
        for (const std::size_t after : {0U, 100U, 699U, 700U, 2200U, 2201U, 3102U, 3103U, 4000U}) {
            for (const std::size_t limit : {1U, 256U, 2000U, 100'000U}) {
                std::vector<std::uint64_t> expected;
                for (std::size_t i = after; i < kinds.size() && expected.size() < limit; ++i) {
                    if ((wanted & mask_of(kinds[i])) != 0) {
                        expected.push_back(i + 1);
                    }
                }
                EXPECT_EQ(sequences(journal->read(korsbaek, Sequence{after}, wanted, limit)),
                          expected)
                    << wanted << " after " << after << ", at most " << limit;
            }
        }
    }
}

TEST_F(JournalReadingTest, IsOpenedBesideAWriterInAnotherProcess) {
    Child writer([&](int descriptor) {
        const auto journal = open_or_throw(folder.data());
        Log records;
        for (int i = 0; i < 2000; ++i) {
            if (!journal->append(korsbaek, records.next()) || !journal->commit()) {
                break;
            }
            if (i == 0) {
                report(descriptor, "writes");
            }
        }
        report(descriptor, "done");
    });
    ASSERT_EQ(writer.line(), "writes");
    for (int i = 0; i < 20; ++i) {
        const auto reading = reader();
        EXPECT_GE(reading->head(korsbaek), Sequence{1});
    }
    EXPECT_EQ(writer.line(), "done");
    EXPECT_EQ(reader()->head(korsbaek), Sequence{2000});
}

TEST_F(JournalReadingTest, LeavesTheFolderToItsWriter) {
    append(*open_or_throw(folder.data()), log);
    const auto reading = reader();
    EXPECT_TRUE(open_sqlite_journal(folder.data()));
}

TEST_F(JournalReadingTest, RefusesEveryWriteAndChangesNothing) {
    append(*open_or_throw(folder.data()), log);
    const std::string before = bytes_of(folder.file());
    const auto reading = reader();
    ASSERT_TRUE(reading->refusal());
    EXPECT_EQ(reading->refusal()->code, "read_only");
    EXPECT_EQ(reading->append(korsbaek, log.next()).error().code, "read_only");
    EXPECT_EQ(reading->person_id_for(korsbaek, "Ny Person").error().code, "read_only");
    EXPECT_EQ(reading->store_snapshot(korsbaek, {{1}, "state"}).error().code, "read_only");
    EXPECT_EQ(reading->commit().error().code, "read_only");
    reading->rollback();
    EXPECT_THAT(sequences(reading->read(korsbaek, {}, all_records, 10)), ElementsAre(1));
    EXPECT_EQ(bytes_of(folder.file()), before);
}

TEST_F(JournalReadingTest, ReadsWhatACrashLeftInTheWriteAheadLog) {
    Child writer([&](int descriptor) {
        const auto journal = open_or_throw(folder.data());
        Log records;
        append(*journal, records);
        report(descriptor, "written");
        pause();
    });
    ASSERT_EQ(writer.line(), "written");
    writer.kill();
    std::filesystem::remove(folder.file("journal.db-shm"));
    EXPECT_THAT(sequences(reader()->read(korsbaek, {}, all_records, 10)), ElementsAre(1));
}

TEST_F(JournalReadingTest, NamesTheMunicipalitiesWithRecords) {
    const auto writer = open_or_throw(folder.data());
    EXPECT_THAT(writer->municipalities(), ElementsAre());
    Log other;
    append(*writer, log);
    append(*writer, other, copenhagen);
    EXPECT_THAT(writer->municipalities(), ElementsAre(copenhagen, korsbaek));
    EXPECT_THAT(reader()->municipalities(), ElementsAre(copenhagen, korsbaek));
}

TEST_F(JournalReadingTest, MakesNoJournalWhereThereIsNone) {
    EXPECT_EQ(refused().code, "unusable");
    EXPECT_THAT(refused().text, HasSubstr("there is no journal"));
    EXPECT_FALSE(std::filesystem::exists(folder.data()));
}

TEST_F(JournalReadingTest, SaysWhatToDoAboutAnotherFormat) {
    append(*open_or_throw(folder.data()), log);
    run_sql(folder.file(), "PRAGMA user_version=7");
    EXPECT_EQ(refused().code, "newer_format");
    run_sql(folder.file(), "PRAGMA user_version=1");
    EXPECT_EQ(refused().code, "older_format");
    EXPECT_THAT(refused().text, HasSubstr("start the klikd of this version"));
    EXPECT_EQ(bytes_of(folder.file()).substr(60, 4), std::string("\0\0\0\x01", 4));
}

TEST_F(JournalReadingTest, RefusesWhatIsNoJournal) {
    std::filesystem::create_directories(folder.data());
    run_sql(folder.file(), "CREATE TABLE note(text)");
    EXPECT_EQ(refused().code, "unusable");
    std::ofstream(folder.file()) << std::string(5000, 'x');
    EXPECT_EQ(refused().code, "damaged");
}

} // namespace
} // namespace klik::journal::test
