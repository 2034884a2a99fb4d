#include "common/database.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>

namespace klik::common {
namespace {

using testing::HasSubstr;

constexpr const char* schema = "CREATE TABLE IF NOT EXISTS word (code TEXT);"
                               "CREATE INDEX IF NOT EXISTS by_code ON word (code);";

class DatabaseTest : public testing::Test {
  protected:
    [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "state.db"; }
    void replace(const std::string& before, const std::string& after) const {
        ASSERT_EQ(before.size(), after.size());
        std::string bytes;
        {
            std::ifstream in{file(), std::ios::binary};
            bytes.assign(std::istreambuf_iterator<char>{in}, {});
        }
        const auto at = bytes.find(before);
        ASSERT_NE(at, std::string::npos);
        bytes.replace(at, before.size(), after);
        std::ofstream{file(), std::ios::binary} << bytes;
    }
    template <class Use>
    static std::string failure_of(Use use) {
        try {
            use();
        } catch (const DatabaseFailure& failure) {
            return failure.what();
        }
        return "no failure";
    }

  private:
    test::TemporaryFolder folder_;
};

TEST_F(DatabaseTest, WhatSqliteQuotesOfADamagedFileIsOneLineOfText) {
    static_cast<void>(Database::open(file(), schema));
    replace("indexby_codeword", "indexby\ncodeword");
    replace("ON word (code)", "ON w\x94rd (code)");
    const auto said = failure_of([&] { static_cast<void>(Database::open(file(), schema)); });
    EXPECT_THAT(said, HasSubstr("malformed database schema (by code)"));
    EXPECT_THAT(said, HasSubstr("w?rd"));
}

TEST_F(DatabaseTest, WhatCannotBeAskedOrWrittenIsSaid) {
    const auto database = Database::open(file(), schema);
    EXPECT_THAT(failure_of([&] {
                    static_cast<void>(database.prepare("SELECT \"a\nb\" FROM word w"
                                                       " WHERE w.\"a\nb\" = 1"));
                }),
                testing::AllOf(HasSubstr("cannot be asked"), HasSubstr("a b")));
    EXPECT_THAT(failure_of([&] { database.run("INSERT INTO word (rowid) VALUES ('x')"); }),
                HasSubstr("cannot be read or written: datatype mismatch"));
    EXPECT_THAT(failure_of([&] {
                    static_cast<void>(Database::open(file().parent_path() / "no/state.db", schema));
                }),
                HasSubstr("state.db cannot be opened: "));
}

} // namespace
} // namespace klik::common
