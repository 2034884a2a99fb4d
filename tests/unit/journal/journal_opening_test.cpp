#include "unit/journal/journal_fixture.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace klik::journal::test {
namespace {

using engine::EventKind;
using ::testing::AllOf;
using ::testing::Field;
using ::testing::HasSubstr;

constexpr std::uintmax_t page_bytes = 8192;

auto problem(const std::string& code, const std::string& path, const std::string& text) {
    return AllOf(Field(&domain::Problem::code, code), Field(&domain::Problem::path, path),
                 Field(&domain::Problem::text, HasSubstr(text)));
}

unsigned mode_of(const std::string& path) {
    struct stat status{};
    return stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

void overwrite(const std::string& file, std::size_t offset, std::size_t size) {
    std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
    stream.seekp(static_cast<std::streamoff>(offset));
    stream << std::string(size, '\xA5');
}

class JournalOpeningTest : public ::testing::Test {
  protected:
    /// A closed journal with some records, over several pages.
    void make_journal(int records = 300, EventKind last = EventKind::state) const {
        const auto journal = open_or_throw(folder.data());
        Log log;
        for (int i = 0; i < records; ++i) {
            const auto kind = i + 1 == records ? last : EventKind::state;
            ASSERT_TRUE(journal->append(korsbaek, log.next(kind, std::to_string(i))));
        }
        ASSERT_TRUE(journal->store_snapshot(korsbaek, {journal->head(korsbaek), "state"}));
        ASSERT_TRUE(journal->commit());
    }
    [[nodiscard]] domain::Problem refused() const { return refusal(folder.data()); }

    TemporaryFolder folder;
};

TEST_F(JournalOpeningTest, ARestoredCopyCanBeGivenANewEpochAndKeepsItsRecords) {
    EXPECT_EQ(renew_epoch(folder.data()).error().code, "unusable");
    make_journal(3);
    const auto before = open_or_throw(folder.data())->epoch();
    const auto renewed = renew_epoch(folder.data());
    ASSERT_TRUE(renewed);
    EXPECT_NE(*renewed, before);
    const auto journal = open_or_throw(folder.data());
    EXPECT_EQ(journal->epoch(), *renewed);
    EXPECT_EQ(journal->head(korsbaek), Sequence{3});
    EXPECT_EQ(renew_epoch(folder.data()).error().code, "locked") << "klikd works on it";
}

TEST_F(JournalOpeningTest, MakesFolderAndFileForItsUserAlone) {
    const std::string deep = folder.data() + "/deeper/";
    const auto journal = open_or_throw(deep);
    ASSERT_TRUE(journal->append(korsbaek, Log().next()));
    ASSERT_TRUE(journal->commit());
    EXPECT_EQ(mode_of(deep), 0700U);
    EXPECT_EQ(mode_of(deep + "journal.db"), 0600U);
    EXPECT_EQ(mode_of(deep + "journal.db-wal"), 0600U);
    EXPECT_EQ(mode_of(deep + "lock"), 0600U);
}

TEST_F(JournalOpeningTest, TakesOthersRightsFromARestoredFile) {
    make_journal();
    ASSERT_EQ(chmod(folder.file().c_str(), 0644), 0);
    const auto journal = open_or_throw(folder.data());
    EXPECT_EQ(mode_of(folder.file()), 0600U);
}

TEST_F(JournalOpeningTest, MakesAFileThatSaysWhatItIs) {
    make_journal();
    const std::string bytes = bytes_of(folder.file());
    EXPECT_EQ(bytes.substr(68, 4), "KLIK");
    EXPECT_EQ(bytes.substr(60, 4), std::string("\0\0\0\x05", 4));
    EXPECT_EQ(bytes.substr(16, 2), std::string("\x20\0", 2)) << "pages of 8 KiB";
    EXPECT_FALSE(std::filesystem::exists(folder.file("journal.db.new")));
}

TEST_F(JournalOpeningTest, BeginsAgainAfterACreationThatWasBrokenOff) {
    std::filesystem::create_directories(folder.data());
    std::ofstream(folder.file("journal.db.new")) << "half";
    EXPECT_EQ(open_or_throw(folder.data())->head(korsbaek), Sequence{0});
}

TEST_F(JournalOpeningTest, TellsASecondOneInTheSameProcessThatTheFolderIsLocked) {
    const auto journal = open_or_throw(folder.data());
    EXPECT_THAT(refused(), problem("locked", folder.file("lock"),
                                   "process " + std::to_string(getpid()) + ")"));
    EXPECT_THAT(refused().text, HasSubstr("stop it"));
}

TEST_F(JournalOpeningTest, TellsAnotherProcessThatTheFolderIsLocked) {
    const auto journal = open_or_throw(folder.data());
    const Child second([&](int descriptor) { report(descriptor, refused().code); });
    EXPECT_EQ(second.line(), "locked");
}

TEST_F(JournalOpeningTest, IsFreeAgainAfterItsProcessWasKilled) {
    Child holder([&](int descriptor) {
        const auto journal = open_or_throw(folder.data());
        report(descriptor, "open");
        pause();
    });
    ASSERT_EQ(holder.line(), "open");
    EXPECT_EQ(refused().code, "locked");
    holder.kill();
    EXPECT_TRUE(open_sqlite_journal(folder.data()));
}

TEST_F(JournalOpeningTest, RefusesANewerFormat) {
    make_journal();
    run_sql(folder.file(), "PRAGMA user_version=7");
    const auto newer = refused();
    EXPECT_THAT(newer, problem("newer_format", folder.file(), "format 7"));
    EXPECT_THAT(newer.text, AllOf(HasSubstr("up to 5"), HasSubstr("install"), HasSubstr("backup")));
}

TEST_F(JournalOpeningTest, RefusesAnotherApplicationsFileAndLeavesItAlone) {
    std::filesystem::create_directories(folder.data());
    run_sql(folder.file(), "CREATE TABLE note(text); INSERT INTO note VALUES ('mine')");
    const std::string before = bytes_of(folder.file());
    EXPECT_THAT(refused(), problem("unusable", folder.file(), "another application"));
    EXPECT_EQ(bytes_of(folder.file()), before);
}

TEST_F(JournalOpeningTest, RefusesAFileThatIsNoDatabase) {
    std::filesystem::create_directories(folder.data());
    std::ofstream(folder.file()) << std::string(10'000, 'x');
    const auto garbage = refused();
    EXPECT_THAT(garbage, problem("damaged", folder.file(), "not a database"));
    EXPECT_THAT(garbage.text, AllOf(HasSubstr("keep the file"), HasSubstr("klikctl verify"),
                                    HasSubstr("backup")));
}

TEST_F(JournalOpeningTest, RefusesAnEmptyFileRatherThanBeginANewEpoch) {
    make_journal();
    std::filesystem::resize_file(folder.file(), 0);
    EXPECT_THAT(refused(), problem("damaged", folder.file(), "only 0 bytes"));
}

TEST_F(JournalOpeningTest, RefusesALogWhoseJournalIsGone) {
    std::filesystem::create_directories(folder.data());
    std::ofstream(folder.file("journal.db-wal")) << "left over";
    EXPECT_THAT(refused(), problem("damaged", folder.file(), "journal.db-wal"));
}

TEST_F(JournalOpeningTest, RefusesATruncatedFile) {
    make_journal();
    const auto size = std::filesystem::file_size(folder.file());
    for (const auto kept : {size - page_bytes, size / 2, page_bytes, std::uintmax_t{50}}) {
        std::filesystem::resize_file(folder.file(), kept);
        EXPECT_THAT(refused(), problem("damaged", folder.file(), "klikctl verify")) << kept;
    }
}

TEST_F(JournalOpeningTest, RefusesDamagedPages) {
    make_journal();
    overwrite(folder.file(), page_bytes, std::filesystem::file_size(folder.file()) - page_bytes);
    EXPECT_THAT(refused(), problem("damaged", folder.file(), "malformed"));
}

TEST_F(JournalOpeningTest, MeetsADamagedPageOfOldRecordsAsAProblemOfTheRead) {
    // A start looks for the last record of each kind.
    make_journal(3000, EventKind::internal);
    const std::string bytes = bytes_of(folder.file());
    // The page of a record far from both ends: its subject stands nowhere else but in the index.
    std::size_t record = bytes.find("dk.klik.task.state.v11500");
    ASSERT_NE(record, std::string::npos);
    overwrite(folder.file(), record / page_bytes * page_bytes, page_bytes);
    const auto journal = open_or_throw(folder.data());
    const auto read = journal->read(korsbaek, Sequence{0}, all_records, 10'000);
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error(), problem("damaged", folder.file(), "klikctl verify"));
    EXPECT_EQ(sequences(journal->read(korsbaek, Sequence{2990}, all_records, 100)).size(), 10U);
}

TEST_F(JournalOpeningTest, RefusesASchemaThatLacksSomething) {
    make_journal();
    run_sql(folder.file(), "DROP VIEW log");
    EXPECT_THAT(refused(), problem("damaged", folder.file(), "'log' is missing"));
}

TEST_F(JournalOpeningTest, RefusesASchemaThatWasChanged) {
    make_journal();
    run_sql(folder.file(), "ALTER TABLE cursor ADD COLUMN note TEXT");
    EXPECT_THAT(refused(), problem("damaged", folder.file(), "'cursor' is not as expected"));
}

TEST_F(JournalOpeningTest, SaysInTextThatCanBeShownWhatSqliteQuotesOfADamagedSchema) {
    make_journal();
    std::string bytes;
    {
        std::ifstream file{folder.file(), std::ios::binary};
        bytes.assign(std::istreambuf_iterator<char>{file}, {});
    }
    const std::string column = "code TEXT NOT NULL";
    const auto found = bytes.find(column);
    ASSERT_NE(found, std::string::npos);
    bytes.replace(found, column.size(), "code\x94TEXT NOT\nNULL");
    std::ofstream{folder.file(), std::ios::binary} << bytes;
    EXPECT_THAT(refused(), problem("damaged", folder.file(), "quarantine.code?TEXT"));
}

TEST_F(JournalOpeningTest, RefusesAFileWithoutItsEpoch) {
    make_journal();
    run_sql(folder.file(), "DELETE FROM meta");
    EXPECT_THAT(refused(), problem("damaged", folder.file(), "epoch"));
}

TEST_F(JournalOpeningTest, RefusesAHoleNearTheEnd) {
    make_journal();
    run_sql(folder.file(), "DELETE FROM record WHERE key = 999900000000000290");
    EXPECT_THAT(refused(), problem("damaged", folder.file(), "municipality 9999, record 290"));
}

TEST_F(JournalOpeningTest, RefusesAnEndThatItsSnapshotKnowsBetter) {
    make_journal();
    run_sql(folder.file(), "DELETE FROM record WHERE key > 999900000000000290");
    EXPECT_THAT(refused(), problem("damaged", folder.file(), "ends at record 290"));
}

TEST_F(JournalOpeningTest, RefusesABrokenChainOfAKind) {
    make_journal();
    run_sql(folder.file(), "UPDATE record SET previous = 5 WHERE key = 999900000000000295");
    EXPECT_THAT(refused(), problem("damaged", folder.file(), "record 294: the chain of its kind"));
}

TEST_F(JournalOpeningTest, RefusesImpossibleValues) {
    make_journal();
    run_sql(folder.file(), "UPDATE record SET cause = 300 WHERE key = 999900000000000299");
    EXPECT_THAT(refused(), problem("damaged", folder.file(), "record 299: its cause"));
    run_sql(folder.file(),
            "UPDATE record SET cause = 299, kind = 9 WHERE key = 999900000000000299");
    EXPECT_THAT(refused(), problem("damaged", folder.file(), "record 299"));
}

TEST_F(JournalOpeningTest, RefusesAFolderThatIsAFile) {
    std::ofstream(folder.data()) << "a file";
    EXPECT_THAT(refused(), problem("unusable", folder.data(), "Not a directory"));
}

TEST_F(JournalOpeningTest, RefusesAFolderBelowAFile) {
    std::ofstream(folder.data()) << "a file";
    EXPECT_THAT(refusal(folder.data() + "/sub"),
                problem("unusable", folder.data() + "/sub", "cannot be made"));
}

TEST_F(JournalOpeningTest, RefusesAFolderThatCannotBeMade) {
    // Not even root makes a folder in /proc.
    EXPECT_THAT(refusal("/proc/klik"),
                problem("unusable", "/proc/klik", "name another data folder"));
    EXPECT_EQ(refusal("").code, "unusable");
}

TEST_F(JournalOpeningTest, RefusesAJournalThatIsAFolder) {
    std::filesystem::create_directories(folder.file());
    EXPECT_THAT(refused(), problem("unusable", folder.file(), "not a file"));
}

TEST_F(JournalOpeningTest, RefusesADiskThatCannotBeWritten) {
    const SmallDisk disk(folder.data());
    if (!disk.mounted()) {
        GTEST_SKIP() << "needs the right to mount";
    }
    make_journal();
    ASSERT_TRUE(disk.make_unwritable());
    EXPECT_THAT(refused(), problem("unusable", folder.file("lock"), "Read-only file system"));
}

} // namespace
} // namespace klik::journal::test
