// What stands in table `era` of full eras, and how the log is read by it.

#include "journal/journal_check.hpp"
#include "journal/record_keys.hpp"
#include "unit/journal/journal_fixture.hpp"

#include <gmock/gmock.h>

namespace klik::journal::test {
namespace {

using engine::EventKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto era = static_cast<std::uint64_t>(keys_of_an_era);

class JournalErasTest : public ::testing::Test {
  protected:
    void append(std::uint64_t count, EventKind kind = EventKind::internal,
                const std::string& subject = "8") {
        append_to(korsbaek, log, count, kind, subject);
    }
    void append_to(const MunicipalityCode& municipality, Log& records, std::uint64_t count,
                   EventKind kind = EventKind::internal, const std::string& subject = "8") {
        for (std::uint64_t i = 0; i < count; ++i) {
            ASSERT_TRUE(journal->append(municipality, records.next(kind, subject)));
        }
    }
    /// Records 10 and 2500 are notifications of task 7 among two full eras and half of one.
    void append_two_eras_and_a_half() {
        append(9);
        append(1, EventKind::notification, "7");
        append(2489);
        append(1, EventKind::notification, "7");
        ASSERT_TRUE(journal->commit());
    }
    [[nodiscard]] auto history(std::int64_t task, std::uint64_t after = 0,
                               std::size_t limit = 100) const {
        return sequences(journal->history(korsbaek, {task}, {after}, limit));
    }
    [[nodiscard]] auto notifications(std::uint64_t after = 0, std::size_t limit = 100) const {
        return sequences(journal->read(korsbaek, {after}, mask_of(EventKind::notification), limit));
    }
    void reopen() {
        journal.reset();
        journal = open_or_throw(folder.data());
    }
    void tamper(const std::string& script) {
        journal.reset();
        run_sql(folder.file(), script);
    }
    [[nodiscard]] std::vector<std::string> flaws() const {
        return flaws_of_file(folder.file()).value();
    }

    TemporaryFolder folder;
    std::unique_ptr<Journal> journal = open_or_throw(folder.data());
    Log log;
};

TEST_F(JournalErasTest, ARareKindIsFoundInFullErasAndBehindThem) {
    append_two_eras_and_a_half();
    EXPECT_THAT(notifications(), ElementsAre(10, 2500));
    EXPECT_THAT(notifications(0, 1), ElementsAre(10));
    EXPECT_THAT(notifications(9, 1), ElementsAre(10));
    EXPECT_THAT(notifications(10), ElementsAre(2500));
    EXPECT_THAT(notifications(2500), IsEmpty());
}

TEST_F(JournalErasTest, AHistoryGoesOverFullErasAndBehindThem) {
    append_two_eras_and_a_half();
    EXPECT_THAT(history(7), ElementsAre(10, 2500));
    EXPECT_THAT(history(7, 10), ElementsAre(2500));
    EXPECT_EQ(history(8, 0, 5000).size(), 2498U);
    EXPECT_THAT(history(8, era - 2, 3), ElementsAre(era - 1, era, era + 1));
}

TEST_F(JournalErasTest, RecordsWithoutATaskAreNobodysHistory) {
    append(2 * era, EventKind::system, "mailbox");
    EXPECT_THAT(history(0), IsEmpty());
    EXPECT_THAT(history(7), IsEmpty());
}

TEST_F(JournalErasTest, ATaskOfTheMunicipalityItselfHasAHistoryAsWell) {
    append(1, EventKind::state, "-7");
    append(era);
    EXPECT_THAT(history(-7), ElementsAre(1));
}

TEST_F(JournalErasTest, EachMunicipalityHasErasOfItsOwn) {
    Log other;
    append_to(copenhagen, other, 5, EventKind::state, "7");
    append_two_eras_and_a_half();
    append_to(copenhagen, other, era, EventKind::state, "7");
    ASSERT_TRUE(journal->commit());
    reopen();
    EXPECT_THAT(history(7), ElementsAre(10, 2500));
    EXPECT_EQ(sequences(journal->history(copenhagen, {7}, {}, 5000)).size(), era + 5);
    EXPECT_THAT(flaws(), IsEmpty());
}

TEST_F(JournalErasTest, ABatchThatIsRolledBackTakesTheErasThatItFilledWithIt) {
    append(10);
    ASSERT_TRUE(journal->commit());
    Log again = log;
    append(era, EventKind::state, "7");
    journal->rollback();
    EXPECT_THAT(history(7), IsEmpty());
    append_to(korsbaek, again, era, EventKind::state, "9");
    ASSERT_TRUE(journal->commit());
    EXPECT_THAT(history(7), IsEmpty());
    EXPECT_EQ(history(9, 0, 5000).size(), era);
    EXPECT_THAT(flaws(), IsEmpty());
}

TEST_F(JournalErasTest, AStartKnowsTheLastOfAKindAlsoWhereItIsErasBack) {
    append_two_eras_and_a_half();
    append(era);
    ASSERT_TRUE(journal->commit());
    reopen();
    append(1, EventKind::notification, "7"); // which says that 2500 was the last
    EXPECT_THAT(notifications(), ElementsAre(10, 2500, 2501 + era));
}

TEST_F(JournalErasTest, AReaderSeesErasThatWereFilledSinceItsOpening) {
    append(10);
    ASSERT_TRUE(journal->commit());
    const auto reader = open_sqlite_journal_for_reading(folder.data()).value();
    append(era);
    append(1, EventKind::notification, "7");
    ASSERT_TRUE(journal->commit());
    EXPECT_THAT(sequences(reader->history(korsbaek, {7}, {}, 10)), ElementsAre(11 + era));
    EXPECT_THAT(sequences(reader->read(korsbaek, {}, mask_of(EventKind::notification), 10)),
                ElementsAre(11 + era));
}

TEST_F(JournalErasTest, ALogWhoseErasAreMissingIsDamaged) {
    append_two_eras_and_a_half();
    for (const auto* script : {"DELETE FROM era WHERE key = 999900000000001", "DELETE FROM era",
                               "INSERT INTO era VALUES (999900000000009, zeroblob(1000), "
                               "zeroblob(8000))"}) {
        tamper(script);
        EXPECT_THAT(refusal(folder.data()).text, HasSubstr("table era")) << script;
        EXPECT_THAT(flaws(), Not(IsEmpty())) << script;
    }
}

TEST_F(JournalErasTest, AnEraThatDoesNotAgreeWithTheLogIsMetWhereItIsRead) {
    append_two_eras_and_a_half();
    tamper("UPDATE era SET kinds = CAST(substr(kinds, 1, 900) || x'02' || substr(kinds, 902) AS "
           "BLOB), "
           "tasks = zeroblob(8000) WHERE key = 999900000000000");
    EXPECT_THAT(flaws(), ElementsAre(HasSubstr("of the records 0 to 999 is not so")));
    reopen();
    const auto read = journal->read(korsbaek, {}, mask_of(EventKind::notification), 10);
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().text, HasSubstr("is not what table era says"));

    tamper("UPDATE era SET tasks = x'00' WHERE key = 999900000000000");
    reopen();
    EXPECT_THAT(journal->history(korsbaek, {7}, {}, 10).error().text, HasSubstr("is not so"));
}

} // namespace
} // namespace klik::journal::test
