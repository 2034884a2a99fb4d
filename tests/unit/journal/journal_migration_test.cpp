#include "unit/journal/journal_fixture.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace klik::journal::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A journal as klikd 0.1 made it.
constexpr const char* format_1 = R"(
PRAGMA application_id=1263290699;
PRAGMA user_version=1;
PRAGMA journal_mode=WAL;
CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE record (municipality TEXT NOT NULL, sequence INTEGER NOT NULL, previous INTEGER NOT NULL, cause INTEGER NOT NULL, utc_ms INTEGER NOT NULL, local_ms INTEGER NOT NULL, kind INTEGER NOT NULL, type TEXT NOT NULL, subject TEXT NOT NULL, task INTEGER, data BLOB NOT NULL, PRIMARY KEY (municipality, sequence)) STRICT;
CREATE INDEX record_by_kind ON record (municipality, kind, sequence);
CREATE INDEX record_by_task ON record (municipality, task, sequence) WHERE task IS NOT NULL;
CREATE TABLE input (municipality TEXT NOT NULL, source TEXT NOT NULL, id TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (municipality, source, id)) STRICT, WITHOUT ROWID;
CREATE TABLE cursor (municipality TEXT NOT NULL, name TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (municipality, name)) STRICT, WITHOUT ROWID;
CREATE TABLE person (municipality TEXT NOT NULL, number INTEGER NOT NULL, name TEXT, folded_name TEXT, PRIMARY KEY (municipality, number)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX person_by_name ON person (municipality, folded_name);
CREATE TABLE snapshot (municipality TEXT NOT NULL PRIMARY KEY, sequence INTEGER NOT NULL, state BLOB NOT NULL) STRICT;
INSERT INTO meta VALUES ('epoch', '0123456789abcdef0123456789abcdef');
INSERT INTO record VALUES ('9999', 1, 0, 1, 1707000000123, 1707003600123, 1, 'dk.klik.task.state.v1', '7', 7, x'80');
INSERT INTO record VALUES ('9999', 2, 0, 2, 1707000000123, 1707003600123, 0, 'dk.klik.journal.moment_passed.v1', '7', NULL, x'80');
INSERT INTO record VALUES ('0101', 1, 0, 1, 1707000000123, 1707003600123, 1, 'dk.klik.task.state.v1', '7', 7, x'80');
INSERT INTO input VALUES ('9999', '/platform', 'f-1', 1), ('9999', '/other', 'f-1', 2), ('0101', '/platform', 'f-1', 1);
INSERT INTO cursor VALUES ('9999', 'mail', 1), ('0101', 'chat', 0);
INSERT INTO person VALUES ('9999', 1, 'Bo Berg', 'bo berg'), ('9999', 2, NULL, NULL);
)";

struct JournalMigration : ::testing::Test {
    TemporaryFolder folder;

    void SetUp() override {
        std::filesystem::create_directories(folder.data());
        run_sql(folder.file(), format_1);
    }
    [[nodiscard]] std::string version() const {
        const auto bytes = bytes_of(folder.file());
        return std::to_string(static_cast<int>(bytes.at(63)));
    }
};

TEST_F(JournalMigration, KeepsEverythingAndGivesCursorsToLocal) {
    {
        const auto journal = open_or_throw(folder.data());
        EXPECT_EQ(journal->epoch(), "0123456789abcdef0123456789abcdef");
        EXPECT_EQ(journal->head(korsbaek), Sequence{2});
        EXPECT_EQ(journal->cursor(korsbaek, "mail").value(), (Cursor{{1}, "local"}));
        EXPECT_EQ(journal->cursor(copenhagen, "chat").value(), (Cursor{{0}, "local"}));
        EXPECT_EQ(journal->count_cursors(korsbaek, "local").value(), 1U);
    }
    EXPECT_EQ(version(), "5");
    EXPECT_EQ(open_or_throw(folder.data())->cursor(korsbaek, "mail").value(),
              (Cursor{{1}, "local"}))
        << "the second start finds the new format";
}

TEST_F(JournalMigration, KeepsRecordsAndWhatTheyWereLeftBy) {
    const auto journal = open_or_throw(folder.data());
    EXPECT_THAT(sequences(journal->read(korsbaek, Sequence{0}, all_records, 10)),
                ElementsAre(1, 2));
    EXPECT_EQ(journal->find(korsbaek, Sequence{2}).value()->type,
              "dk.klik.journal.moment_passed.v1");
    EXPECT_THAT(sequences(journal->history(korsbaek, domain::TaskNumber{7}, Sequence{0}, 10)),
                ElementsAre(1));
    EXPECT_THAT(sequences(journal->read(copenhagen, Sequence{0}, all_published, 10)),
                ElementsAre(1));
    EXPECT_EQ(journal->find_input(korsbaek, "/platform", "f-1").value(), Sequence{1});
    EXPECT_EQ(journal->find_input(korsbaek, "/other", "f-1").value(), Sequence{2});
    EXPECT_EQ(journal->find_input(copenhagen, "/platform", "f-1").value(), Sequence{1});
    EXPECT_EQ(journal->find_input(copenhagen, "/other", "f-1").value(), std::nullopt);
}

TEST_F(JournalMigration, KeepsPeopleWhoseAddressesCanBeToldFromThenOn) {
    const auto journal = open_or_throw(folder.data());
    EXPECT_EQ(journal->people(korsbaek).value(),
              (std::vector<Person>{{PersonId{"p1"}, "Bo Berg"}, {PersonId{"p2"}, ""}}));
    ASSERT_TRUE(journal->keep_person(korsbaek, PersonId{"p1"}, {"", "bb@korsbaek.example", "da"}));
    EXPECT_EQ(journal->person(korsbaek, PersonId{"p1"}).value(),
              (Person{PersonId{"p1"}, "Bo Berg", "bb@korsbaek.example", "da"}));
}

TEST_F(JournalMigration, HappensWholeOrNotAtAll) {
    run_sql(folder.file(), "DROP INDEX person_by_name");
    EXPECT_THAT(refusal(folder.data()).text, HasSubstr("person_by_name"));
    EXPECT_EQ(version(), "1");
    run_sql(folder.file(), "SELECT sequence FROM cursor; "
                           "CREATE UNIQUE INDEX person_by_name ON person (municipality, "
                           "folded_name)");
    EXPECT_EQ(open_or_throw(folder.data())->cursor(korsbaek, "mail").value(),
              (Cursor{{1}, "local"}));
}

TEST_F(JournalMigration, RefusesAFormatThatNeverWas) {
    run_sql(folder.file(), "PRAGMA user_version=0");
    EXPECT_EQ(refusal(folder.data()).code, "damaged");
}

TEST(JournalCursors, ArePerOwnerAndCounted) {
    const TemporaryFolder folder;
    const auto journal = open_or_throw(folder.data());
    ASSERT_TRUE(journal->store_cursor(korsbaek, "a", {{1}, "mail"}));
    ASSERT_TRUE(journal->store_cursor(korsbaek, "b", {{1}, "mail"}));
    ASSERT_TRUE(journal->store_cursor(copenhagen, "c", {{1}, "mail"}));
    ASSERT_TRUE(journal->store_cursor(korsbaek, "b", {{2}, "chat"}));
    EXPECT_EQ(journal->cursor(korsbaek, "b").value(), (Cursor{{2}, "chat"}));
    EXPECT_EQ(journal->count_cursors(korsbaek, "mail").value(), 1U);
    EXPECT_EQ(journal->count_cursors(korsbaek, "nobody").value(), 0U);
}

} // namespace
} // namespace klik::journal::test
