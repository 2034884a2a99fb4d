#include "journal/background_checkpoint.hpp"
#include "unit/journal/journal_fixture.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <fstream>
#include <thread>

namespace klik::journal::test {
namespace {

using ::testing::HasSubstr;

void append_kilobytes(Journal& journal, Log& log, int count) {
    for (int i = 0; i < count; ++i) {
        auto record = log.next();
        record.data.assign(1000, 'x');
        ASSERT_TRUE(journal.append(korsbaek, record));
    }
    ASSERT_TRUE(journal.commit());
}

/// The log's header, which is new when it starts anew.
std::string start_of_log(const TemporaryFolder& folder) {
    std::string header(32, '\0');
    std::ifstream(folder.file("journal.db-wal"), std::ios::binary).read(header.data(), 32);
    return header;
}

TEST(BackgroundCheckpoint, MovesWhatWasCommittedWhileABatchIsOpen) {
    const TemporaryFolder folder;
    const auto journal = open_or_throw(folder.data());
    Log log;
    append_kilobytes(*journal, log, 500);
    ASSERT_LT(std::filesystem::file_size(folder.file()), 300'000U);
    ASSERT_TRUE(journal->append(korsbaek, log.next()));

    const auto checkpoint = BackgroundCheckpoint::open(folder.file()).value();
    EXPECT_FALSE(checkpoint->under_way());
    checkpoint->start();
    checkpoint->wait();

    EXPECT_FALSE(checkpoint->under_way());
    EXPECT_FALSE(checkpoint->failure());
    EXPECT_GT(std::filesystem::file_size(folder.file()), 500'000U);
    ASSERT_TRUE(journal->commit());
    EXPECT_EQ(sequences(journal->read(korsbaek, Sequence{0}, all_records, 1000)).size(), 501U);
}

TEST(BackgroundCheckpoint, MovesNothingAfterTheDiskFailed) {
    const TemporaryFolder folder;
    const SmallDisk disk(folder.data());
    if (!disk.mounted()) {
        GTEST_SKIP() << "needs the right to mount";
    }
    const auto journal = open_or_throw(folder.data());
    Log log;
    append_kilobytes(*journal, log, 400);
    const auto checkpoint = BackgroundCheckpoint::open(folder.file()).value();
    std::ofstream(folder.file("ballast")) << std::string(2'000'000, 'b') << std::flush;

    for (int attempt = 0; attempt < 2; ++attempt) {
        checkpoint->start();
        checkpoint->wait();
        const auto failure = checkpoint->failure();
        ASSERT_TRUE(failure);
        EXPECT_EQ(failure->code, "unusable");
        EXPECT_EQ(failure->path, folder.file());
        EXPECT_THAT(failure->text, HasSubstr("disk is full"));
    }
}

TEST(BackgroundCheckpoint, LetsTheLogStartAnewWhileBatchesGoOn) {
    const TemporaryFolder folder;
    const auto journal = open_or_throw(folder.data());
    ASSERT_TRUE(journal->checkpoint_beside_writing());
    Log log;
    append_kilobytes(*journal, log, 1);
    const std::string first = start_of_log(folder);
    while (start_of_log(folder) == first) {
        append_kilobytes(*journal, log, 200);
    }
    const auto head = journal->head(korsbaek);
    EXPECT_EQ(sequences(journal->read(korsbaek, Sequence{0}, all_records, 10'000'000)).size(),
              head.value);
}

TEST(BackgroundCheckpoint, DoesNotKeepAnErasedNameInTheLog) {
    const TemporaryFolder folder;
    const auto journal = open_or_throw(folder.data());
    ASSERT_TRUE(journal->checkpoint_beside_writing());
    const auto id = journal->person_id_for(korsbaek, "Bertil Barmhjertig").value();
    Log log;
    append_kilobytes(*journal, log, 5000); // one is under way now
    ASSERT_TRUE(journal->erase_person(korsbaek, id));
    ASSERT_TRUE(journal->commit());
    EXPECT_FALSE(journal->erasure_pending());
    EXPECT_EQ(bytes_of(folder.file("journal.db-wal")).find("Bertil"), std::string::npos);
}

TEST(BackgroundCheckpoint, EndsWritingWhenItFailed) {
    const TemporaryFolder folder;
    const SmallDisk disk(folder.data(), 16);
    if (!disk.mounted()) {
        GTEST_SKIP() << "needs the right to mount";
    }
    auto journal = open_or_throw(folder.data());
    ASSERT_TRUE(journal->checkpoint_beside_writing());
    Log log;
    append_kilobytes(*journal, log, 2000);
    // Room for the log to grow until it is to be moved, and none for all of that in the file.
    const auto room = std::filesystem::space(folder.data()).available - 3'600'000;
    std::ofstream(folder.file("ballast")) << std::string(room, 'b') << std::flush;

    constexpr std::uintmax_t log_that_is_moved_bytes = 4'300'000;
    while (std::filesystem::file_size(folder.file("journal.db-wal")) < log_that_is_moved_bytes &&
           !journal->read_only()) {
        const bool taken = journal->append(korsbaek, log.next()) && journal->commit();
        ASSERT_TRUE(taken || journal->read_only());
    }
    while (!journal->read_only()) {
        std::this_thread::yield();
    }

    EXPECT_THAT(journal->refusal()->text, HasSubstr("disk is full"));
    const auto refused = journal->append(korsbaek, log.next());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "read_only");
    const auto head = journal->head(korsbaek);
    journal.reset();
    std::filesystem::remove(folder.file("ballast"));
    journal = open_or_throw(folder.data());
    EXPECT_EQ(journal->head(korsbaek), head);
    EXPECT_FALSE(journal->read_only());
}

} // namespace
} // namespace klik::journal::test
