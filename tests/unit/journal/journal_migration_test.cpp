#include "journal/journal_check.hpp"
#include "unit/journal/journal_fixture.hpp"

#include <gmock/gmock.h>

#include <array>
#include <filesystem>

namespace klik::journal::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

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

/// What later versions made of it, one after the other.
constexpr const char* to_format_2 = R"(
ALTER TABLE cursor RENAME TO cursor_of_format_1;
CREATE TABLE cursor (municipality TEXT NOT NULL, name TEXT NOT NULL, owner TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (municipality, name)) STRICT, WITHOUT ROWID;
INSERT INTO cursor SELECT municipality, name, 'local', sequence FROM cursor_of_format_1;
DROP TABLE cursor_of_format_1;
CREATE INDEX cursor_by_owner ON cursor (municipality, owner);
CREATE TABLE quarantine (municipality TEXT NOT NULL, number INTEGER NOT NULL, fingerprint INTEGER NOT NULL, topic BLOB NOT NULL, frames INTEGER NOT NULL, code TEXT NOT NULL, path TEXT NOT NULL, text TEXT NOT NULL, platform TEXT NOT NULL, received_ms INTEGER NOT NULL, last_seen_ms INTEGER NOT NULL, times INTEGER NOT NULL, payload BLOB NOT NULL, PRIMARY KEY (municipality, number)) STRICT;
CREATE INDEX quarantine_by_content ON quarantine (municipality, fingerprint);
CREATE INDEX quarantine_by_time ON quarantine (municipality, received_ms);
CREATE TABLE quarantine_total (municipality TEXT NOT NULL PRIMARY KEY, last_number INTEGER NOT NULL, messages INTEGER NOT NULL, bytes INTEGER NOT NULL) STRICT, WITHOUT ROWID;
PRAGMA user_version=2;
)";
constexpr const char* to_format_3 = R"(
ALTER TABLE person ADD COLUMN email TEXT;
ALTER TABLE person ADD COLUMN language TEXT;
ALTER TABLE person ADD COLUMN given_id TEXT;
CREATE UNIQUE INDEX person_by_given_id ON person (municipality, given_id);
PRAGMA user_version=3;
)";
constexpr const char* to_format_4 = R"(
ALTER TABLE record RENAME TO record_of_format_3;
CREATE TABLE record (key INTEGER NOT NULL PRIMARY KEY, previous INTEGER NOT NULL, cause INTEGER NOT NULL, utc_ms INTEGER NOT NULL, local_ms INTEGER NOT NULL, kind INTEGER NOT NULL, type TEXT NOT NULL, subject TEXT NOT NULL, task INTEGER, data BLOB NOT NULL, municipality TEXT AS (printf('%04d', key / 100000000000000)), sequence INTEGER AS (key % 100000000000000)) STRICT;
INSERT INTO record SELECT municipality * 100000000000000 + sequence, previous, cause, utc_ms, local_ms, kind, type, subject, task, data FROM record_of_format_3;
DROP TABLE record_of_format_3;
CREATE INDEX record_by_kind ON record (kind) WHERE kind <> 0;
CREATE INDEX record_by_task ON record (key / 10000, task) WHERE task IS NOT NULL;
CREATE TABLE source (number INTEGER NOT NULL PRIMARY KEY, municipality TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (municipality, name)) STRICT;
INSERT INTO source (municipality, name) SELECT DISTINCT municipality, source FROM input;
ALTER TABLE input RENAME TO input_of_format_3;
CREATE TABLE input (source INTEGER NOT NULL, id TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (source, id)) STRICT, WITHOUT ROWID;
INSERT INTO input SELECT number, id, sequence FROM source JOIN input_of_format_3 AS old ON old.municipality = source.municipality AND old.source = source.name;
DROP TABLE input_of_format_3;
PRAGMA user_version=4;
)";
constexpr std::array<const char*, 3> later_formats{to_format_2, to_format_3, to_format_4};

/// Starts from a file of each older format.
struct JournalMigration : ::testing::TestWithParam<std::size_t> {
    TemporaryFolder folder;

    void SetUp() override {
        std::filesystem::create_directories(folder.data());
        run_sql(folder.file(), format_1);
        for (std::size_t format = 1; format < GetParam(); ++format) {
            run_sql(folder.file(), later_formats.at(format - 1));
        }
    }
    [[nodiscard]] std::string version() const {
        const auto bytes = bytes_of(folder.file());
        return std::to_string(static_cast<int>(bytes.at(63)));
    }
};

INSTANTIATE_TEST_SUITE_P(FromFormat, JournalMigration,
                         ::testing::Range(std::size_t{1}, std::size_t{5}));

TEST_P(JournalMigration, KeepsEverythingAndGivesCursorsToLocal) {
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

TEST_P(JournalMigration, KeepsRecordsAndWhatTheyWereLeftBy) {
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

TEST_P(JournalMigration, KeepsPeopleWhoseAddressesCanBeToldFromThenOn) {
    const auto journal = open_or_throw(folder.data());
    EXPECT_EQ(journal->people(korsbaek).value(),
              (std::vector<Person>{{PersonId{"p1"}, "Bo Berg"}, {PersonId{"p2"}, ""}}));
    ASSERT_TRUE(journal->keep_person(korsbaek, PersonId{"p1"}, {"", "bb@korsbaek.example", "da"}));
    EXPECT_EQ(journal->person(korsbaek, PersonId{"p1"}).value(),
              (Person{PersonId{"p1"}, "Bo Berg", "bb@korsbaek.example", "da"}));
}

TEST_P(JournalMigration, HappensWholeOrNotAtAll) {
    run_sql(folder.file(), "DROP INDEX person_by_name");
    EXPECT_THAT(refusal(folder.data()).text, HasSubstr("person_by_name"));
    EXPECT_EQ(version(), std::to_string(GetParam()));
    run_sql(folder.file(), "SELECT sequence FROM cursor; "
                           "CREATE UNIQUE INDEX person_by_name ON person (municipality, "
                           "folded_name)");
    EXPECT_EQ(open_or_throw(folder.data())->cursor(korsbaek, "mail").value(),
              (Cursor{{1}, "local"}));
}

TEST_P(JournalMigration, RefusesAFormatThatNeverWas) {
    run_sql(folder.file(), "PRAGMA user_version=0");
    EXPECT_EQ(refusal(folder.data()).code, "damaged");
}

TEST_P(JournalMigration, IsNotNeededForALookAtTheWhole) {
    EXPECT_THAT(flaws_of_file(folder.file()).value(), IsEmpty());
    run_sql(folder.file(), "UPDATE record SET cause = 0");
    EXPECT_THAT(flaws_of_file(folder.file()).value(),
                UnorderedElementsAre(HasSubstr("0101, record 1: its cause"),
                                     HasSubstr("9999, record 1: its cause"),
                                     HasSubstr("9999, record 2: its cause")));
}

TEST_P(JournalMigration, KnowsHistoriesOfALongLog) {
    const bool one_key = GetParam() == 4;
    run_sql(folder.file(),
            "WITH RECURSIVE next(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM next WHERE i < 2500) "
            "INSERT INTO record SELECT " +
                std::string(one_key ? "999900000000000000 + i" : "'9999', i") +
                ", i - 1, i, 0, 0, 0, 'a', '8', CASE i % 1000 WHEN 0 THEN 7 ELSE 8 END, x'80' "
                "FROM next");
    {
        const auto journal = open_or_throw(folder.data());
        EXPECT_THAT(sequences(journal->history(korsbaek, domain::TaskNumber{7}, {}, 10)),
                    ElementsAre(1, 1000, 2000));
        EXPECT_EQ(journal->head(korsbaek), Sequence{2500});
    }
    EXPECT_THAT(flaws_of_file(folder.file()).value(), IsEmpty());
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
