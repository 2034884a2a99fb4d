#include "unit/journal/journal_fixture.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <fstream>

namespace klik::journal::test {
namespace {

using ::testing::HasSubstr;

/// Fills the disk with records in batches of `size`; the last one that was committed.
Sequence fill(Journal& journal, Log& log, int size) {
    Sequence committed = journal.head(korsbaek);
    for (int batch = 0; batch < 10'000; ++batch) {
        for (int i = 0; i < size; ++i) {
            auto record = log.next();
            record.data.assign(1000, 'x');
            if (!journal.append(korsbaek, record)) {
                return committed;
            }
        }
        if (!journal.commit()) {
            return committed;
        }
        committed = journal.head(korsbaek);
    }
    return committed;
}

class JournalFullDiskTest : public ::testing::TestWithParam<int> {
  protected:
    void SetUp() override {
        if (!disk.mounted()) {
            GTEST_SKIP() << "needs the right to mount";
        }
    }

    TemporaryFolder folder;
    SmallDisk disk{folder.data()};
};

TEST_P(JournalFullDiskTest, EndsWritingAndKeepsAllThatWasCommitted) {
    auto journal = open_or_throw(folder.data());
    ASSERT_TRUE(journal->store_cursor(korsbaek, "mail", {{1}, "local"}));
    ASSERT_EQ(journal->person_id_for(korsbaek, "Ib Andersen").value(), PersonId{"p1"});
    ASSERT_TRUE(journal->commit());
    Log log;
    // Ballast, so that there is something to free at the end.
    std::ofstream(folder.file("ballast")) << std::string(1'000'000, 'b');
    const Sequence committed = fill(*journal, log, GetParam());
    ASSERT_GT(committed, Sequence{0});

    EXPECT_TRUE(journal->read_only());
    EXPECT_EQ(journal->head(korsbaek), committed);
    EXPECT_EQ(sequences(journal->read(korsbaek, Sequence{0}, all_records, 100'000)).size(),
              committed.value);
    EXPECT_EQ(journal->cursor(korsbaek, "mail").value(), (Cursor{{1}, "local"}));
    EXPECT_EQ(journal->person_id_for(korsbaek, "Ib Andersen").value(), PersonId{"p1"});

    const auto refused = journal->store_cursor(korsbaek, "mail", {{2}, "local"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "read_only");
    EXPECT_EQ(refused.error().path, folder.file());
    EXPECT_THAT(refused.error().text, HasSubstr("disk is full"));
    EXPECT_EQ(journal->commit().error().code, "read_only");
    EXPECT_EQ(journal->person_id_for(korsbaek, "Bo Berg").error().code, "read_only");

    journal.reset();
    // A start on the full disk still answers questions.
    journal = open_or_throw(folder.data());
    EXPECT_EQ(journal->head(korsbaek), committed);
    journal.reset();
    std::filesystem::remove(folder.file("ballast"));
    journal = open_or_throw(folder.data());
    EXPECT_FALSE(journal->read_only());
    EXPECT_EQ(journal->head(korsbaek), committed);
    EXPECT_EQ(journal->cursor(korsbaek, "mail").value(), (Cursor{{1}, "local"}));
    EXPECT_TRUE(journal->store_cursor(korsbaek, "mail", {{2}, "local"}));
    EXPECT_TRUE(journal->commit());
}

INSTANTIATE_TEST_SUITE_P(BatchSizes, JournalFullDiskTest, ::testing::Values(1, 10, 100));

TEST(JournalFailure, KeepsABatchWhoseLogCouldNotBeEmptiedAndTakesNoMore) {
    const TemporaryFolder folder;
    const SmallDisk disk(folder.data());
    if (!disk.mounted()) {
        GTEST_SKIP() << "needs the right to mount";
    }
    auto journal = open_or_throw(folder.data());
    const auto id = journal->person_id_for(korsbaek, "Bertil Barmhjertig").value();
    Log log;
    for (int i = 0; i < 400; ++i) {
        auto record = log.next();
        record.data.assign(1000, 'x');
        ASSERT_TRUE(journal->append(korsbaek, record));
    }
    ASSERT_TRUE(journal->commit());
    // Room for one more small batch in the log, none for the log's pages in the file.
    const std::string ballast = folder.file("ballast");
    std::ofstream(ballast) << std::string(2'000'000, 'b') << std::flush;
    std::filesystem::resize_file(ballast, std::filesystem::file_size(ballast) - 100'000);

    ASSERT_TRUE(journal->erase_person(korsbaek, id));
    EXPECT_TRUE(journal->commit());

    EXPECT_TRUE(journal->read_only());
    EXPECT_TRUE(journal->erasure_pending());
    EXPECT_EQ(journal->person(korsbaek, id).value()->name, "");
    EXPECT_EQ(journal->append(korsbaek, log.next()).error().code, "read_only");

    journal.reset();
    std::filesystem::remove(ballast);
    journal = open_or_throw(folder.data());
    EXPECT_FALSE(journal->read_only());
    EXPECT_FALSE(journal->erasure_pending());
    EXPECT_EQ(journal->head(korsbaek), Sequence{400});
    EXPECT_EQ(bytes_of(folder.file()).find("Bertil"), std::string::npos);
    EXPECT_EQ(bytes_of(folder.file("journal.db-wal")).find("Bertil"), std::string::npos);
}

TEST(JournalFailure, EndsWritingWhenWhatWasAppendedCannotBeWrittenBeforeARead) {
    const TemporaryFolder folder;
    const SmallDisk disk(folder.data());
    if (!disk.mounted()) {
        GTEST_SKIP() << "needs the right to mount";
    }
    auto journal = open_or_throw(folder.data());
    Log log;
    ASSERT_TRUE(journal->append(korsbaek, log.next()));
    ASSERT_TRUE(journal->commit());
    // More than the disk holds, and fewer records than are written without a reason.
    for (int i = 0; i < 3; ++i) {
        auto record = log.next();
        record.data.assign(4'000'000, 'x');
        ASSERT_TRUE(journal->append(korsbaek, record));
    }
    const auto read = journal->find(korsbaek, Sequence{2});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, "read_only");
    EXPECT_TRUE(journal->read_only());
    EXPECT_EQ(journal->head(korsbaek), Sequence{1});
    EXPECT_THAT(sequences(journal->read(korsbaek, {}, all_records, 10)), ::testing::ElementsAre(1));
    EXPECT_EQ(journal->commit().error().code, "read_only");
}

TEST(JournalFailure, WritesNothingMoreWhenAnotherProgramHoldsTheFile) {
    const TemporaryFolder folder;
    const auto journal = open_or_throw(folder.data());
    const Child other{holding(folder.file(), "BEGIN IMMEDIATE")};
    ASSERT_EQ(other.line(), "holding");
    const auto refused = journal->append(korsbaek, Log().next());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "read_only");
    EXPECT_THAT(refused.error().text, HasSubstr("another program"));
    EXPECT_EQ(journal->head(korsbaek), Sequence{0});
}

TEST(JournalFailure, HardlyWaitsForAnotherProgramOnceItIsToldToHurry) {
    const TemporaryFolder folder;
    const auto journal = open_or_throw(folder.data());
    const Child other{holding(folder.file(), "BEGIN IMMEDIATE")};
    ASSERT_EQ(other.line(), "holding");
    journal->hurry();
    const auto before = std::chrono::steady_clock::now();
    EXPECT_FALSE(journal->append(korsbaek, Log().next()));
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds{1});
}

TEST(JournalFailure, HasEverythingThatWasReportedCommittedAfterAKill) {
    const TemporaryFolder folder;
    constexpr std::uint64_t batch_size = 3;
    Sequence committed;
    for (int round = 0; round < 5; ++round) {
        Child writer([&](int descriptor) {
            const auto journal = open_or_throw(folder.data());
            Log log(journal->head(korsbaek));
            for (;;) {
                for (std::uint64_t i = 0; i < batch_size; ++i) {
                    const auto record = log.next();
                    if (!journal->append(korsbaek, record) ||
                        !journal->remember_input(korsbaek, "/platform",
                                                 std::to_string(record.sequence.value),
                                                 record.sequence)) {
                        _exit(1);
                    }
                }
                if (!journal->commit()) {
                    _exit(1);
                }
                report(descriptor, std::to_string(journal->head(korsbaek).value));
            }
        });
        for (int reports = 0; reports < 20 + 7 * round; ++reports) {
            committed = Sequence{std::stoull(writer.line())};
        }
        writer.kill();

        const auto journal = open_or_throw(folder.data());
        const Sequence head = journal->head(korsbaek);
        EXPECT_GE(head, committed);
        EXPECT_EQ(head.value % batch_size, 0U) << "a batch is there as a whole or not at all";
        EXPECT_EQ(sequences(journal->read(korsbaek, Sequence{0}, all_records, 100'000)).size(),
                  head.value);
        EXPECT_EQ(journal->find_input(korsbaek, "/platform", std::to_string(head.value)).value(),
                  head);
    }
}

} // namespace
} // namespace klik::journal::test
