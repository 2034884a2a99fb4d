#include "common/database.hpp"
#include "common/request_ids.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace klik::common {
namespace {

TEST(RequestIds, AreKnownAgain) {
    const RequestIds ids{"calendar", "5f"};
    EXPECT_EQ(ids.of(17), "calendar-5f-17");
    EXPECT_EQ(ids.number_in("calendar-5f-17"), 17);
}

TEST(RequestIds, OfSomebodyElseAreNone) {
    const RequestIds ids{"calendar", "5f"};
    EXPECT_EQ(ids.number_in("calendar-60-17"), std::nullopt);
    EXPECT_EQ(ids.number_in("calendar-5f-"), std::nullopt);
    EXPECT_EQ(ids.number_in("calendar-5f-17x"), std::nullopt);
}

class NumbersNeverGiven : public testing::Test {
  protected:
    static Database open(const std::filesystem::path& file) {
        return Database::open(file, "CREATE TABLE IF NOT EXISTS wish (id INTEGER PRIMARY KEY "
                                    "AUTOINCREMENT, asked TEXT NOT NULL);" +
                                        numbers_never_given("wish"));
    }
    static std::int64_t add(const Database& database, std::string_view asked) {
        database.run("INSERT INTO wish (asked) VALUES (?)", asked);
        return database.last_row();
    }
    static std::int64_t number_of(const Database& database, std::string_view asked) {
        auto row = database.prepare("SELECT id FROM wish WHERE asked = ?");
        row.bind_all(asked);
        return row.step() ? row.whole(0) : 0;
    }
    const test::TemporaryFolder folder_;
    const std::filesystem::path file_ = folder_.path() / "state.sqlite";
    const std::filesystem::path backup_ = folder_.path() / "backup.sqlite";
};

TEST_F(NumbersNeverGiven, AFileFromABackupDoesNotRepeatThem) {
    static_cast<void>(add(open(file_), "before the backup"));
    std::filesystem::copy_file(file_, backup_);
    const auto later = add(open(file_), "later");
    std::filesystem::copy_file(backup_, file_, std::filesystem::copy_options::overwrite_existing);
    EXPECT_NE(add(open(file_), "another"), later);
}

TEST_F(NumbersNeverGiven, OfAFileThatNeverHadARowNeither) {
    static_cast<void>(open(file_));
    std::filesystem::copy_file(file_, backup_);
    EXPECT_NE(add(open(file_), "one"), add(open(backup_), "another"));
}

TEST_F(NumbersNeverGiven, WhatIsInTheFileKeepsItsNumberAndALaterOneIsGreater) {
    const auto first = add(open(file_), "first");
    const auto second = add(open(file_), "second");
    EXPECT_EQ(number_of(open(file_), "first"), first);
    EXPECT_GT(second, first);
}

} // namespace
} // namespace klik::common
