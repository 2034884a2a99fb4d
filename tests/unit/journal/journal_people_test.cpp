#include "unit/journal/journal_fixture.hpp"

#include <gmock/gmock.h>

namespace klik::journal::test {
namespace {

class JournalPeopleTest : public ::testing::Test {
  protected:
    PersonId id_for(const std::string& name, const MunicipalityCode& municipality = korsbaek) {
        return journal->person_id_for(municipality, name).value();
    }
    /// Every file of the data folder, so that no place is forgotten.
    [[nodiscard]] bool found_on_disk(const std::string& text) const {
        for (const auto& entry : std::filesystem::directory_iterator(folder.data())) {
            if (bytes_of(entry.path().string()).find(text) != std::string::npos) {
                return true;
            }
        }
        return false;
    }

    TemporaryFolder folder;
    std::unique_ptr<Journal> journal = open_or_throw(folder.data());
};

TEST_F(JournalPeopleTest, GivesIdsInOrderOfFirstSight) {
    EXPECT_EQ(id_for("Ib Andersen"), PersonId{"p1"});
    EXPECT_EQ(id_for("Bo Berg"), PersonId{"p2"});
    EXPECT_EQ(id_for("Ib Andersen"), PersonId{"p1"});
    EXPECT_EQ(id_for("Bo Berg", copenhagen), PersonId{"p1"});
}

TEST_F(JournalPeopleTest, MatchesANameWithoutRegardToCaseAndBlanks) {
    const PersonId id = id_for("  Åse   Ærø-Østergård\n");
    EXPECT_EQ(id_for("åse ærø-østergård"), id);
    EXPECT_EQ(id_for("ÅSE\u00A0ÆRØ-ØSTERGÅRD"), id);
    EXPECT_NE(id_for("Åse Ærø"), id);
    EXPECT_EQ(journal->person(korsbaek, id).value()->name, "Åse Ærø-Østergård");
}

TEST_F(JournalPeopleTest, RefusesANameWithoutLetters) {
    EXPECT_EQ(journal->person_id_for(korsbaek, " \t\u00A0").error().code, "malformed");
}

TEST_F(JournalPeopleTest, KnowsOnlyTheIdsThatItGave) {
    id_for("Ib Andersen");
    EXPECT_TRUE(journal->person(korsbaek, PersonId{"p1"}).value());
    for (const auto* id : {"p2", "p01", "p", "p1x", "1", "", "mailbox-9999", "p-1"}) {
        EXPECT_FALSE(journal->person(korsbaek, PersonId{id}).value()) << id;
    }
    EXPECT_FALSE(journal->person(copenhagen, PersonId{"p1"}).value());
}

TEST_F(JournalPeopleTest, ListsPeopleInOrderOfTheirNumbers) {
    for (int i = 1; i <= 11; ++i) {
        id_for("Person " + std::to_string(i));
    }
    const auto people = journal->people(korsbaek).value();
    ASSERT_EQ(people.size(), 11U);
    EXPECT_EQ(people[1].id, PersonId{"p2"});
    EXPECT_EQ(people[10].id, PersonId{"p11"});
    EXPECT_EQ(people[10].name, "Person 11");
    EXPECT_TRUE(journal->people(copenhagen).value().empty());
}

TEST_F(JournalPeopleTest, NeverGivesAnErasedPersonsIdToAnother) {
    id_for("Ib Andersen");
    const PersonId erased = id_for("Bo Berg");
    ASSERT_TRUE(journal->commit());
    ASSERT_TRUE(journal->erase_person(korsbaek, erased));
    ASSERT_TRUE(journal->commit());
    journal.reset();
    journal = open_or_throw(folder.data());

    EXPECT_EQ(journal->person(korsbaek, erased).value()->name, "");
    EXPECT_EQ(id_for("Carla Carlsen"), PersonId{"p3"});
    EXPECT_EQ(id_for("Bo Berg"), PersonId{"p4"});
}

TEST_F(JournalPeopleTest, TakesAnErasureBackWithItsBatch) {
    const PersonId id = id_for("Bo Berg");
    ASSERT_TRUE(journal->commit());
    ASSERT_TRUE(journal->erase_person(korsbaek, id));
    EXPECT_EQ(journal->person(korsbaek, id).value()->name, "");
    journal->rollback();
    EXPECT_EQ(journal->person(korsbaek, id).value()->name, "Bo Berg");
}

TEST_F(JournalPeopleTest, ErasesNobodyWhoIsNotThere) {
    EXPECT_EQ(journal->erase_person(korsbaek, PersonId{"p1"}).error().code, "not_found");
    EXPECT_FALSE(journal->read_only());
}

TEST_F(JournalPeopleTest, LeavesNoByteOfAnErasedName) {
    const PersonId id = id_for("Bertil Barmhjertig");
    id_for("Carla Carlsen");
    ASSERT_TRUE(journal->commit());
    ASSERT_TRUE(found_on_disk("Bertil Barmhjertig"));
    ASSERT_TRUE(found_on_disk("bertil barmhjertig"));

    ASSERT_TRUE(journal->erase_person(korsbaek, id));
    ASSERT_TRUE(journal->commit());

    EXPECT_FALSE(found_on_disk("Bertil"));
    EXPECT_FALSE(found_on_disk("bertil"));
    EXPECT_TRUE(found_on_disk("Carla Carlsen"));
    EXPECT_FALSE(journal->erasure_pending());
}

TEST_F(JournalPeopleTest, LeavesNoPieceOfANameInPagesThatWereSplitAndMerged) {
    // With these lengths and this order SQLite's secure_delete alone leaves some of the names.
    constexpr std::size_t people = 100;
    constexpr std::size_t batch = 20;
    std::vector<std::string> marks;
    for (std::size_t i = 0; i < people; ++i) {
        marks.push_back("n" + std::to_string(1000 + i * 7 % people) + "#");
        const std::size_t length = 3 + i * 1709 % 3000;
        id_for(marks.back() + std::string(length, static_cast<char>('a' + i % 8)));
    }
    ASSERT_TRUE(journal->commit());
    for (std::size_t first = 0; first < people; first += batch) {
        for (std::size_t i = first; i < first + batch; ++i) {
            ASSERT_TRUE(found_on_disk(marks[i]));
            ASSERT_TRUE(journal->erase_person(korsbaek, PersonId{"p" + std::to_string(i + 1)}));
        }
        ASSERT_TRUE(journal->commit());
        for (std::size_t i = first; i < first + batch; ++i) {
            EXPECT_FALSE(found_on_disk(marks[i])) << marks[i];
        }
    }
}

TEST_F(JournalPeopleTest, EndsAnErasureOnceTheReaderInItsWayIsGone) {
    const PersonId id = id_for("Bertil Barmhjertig");
    ASSERT_TRUE(journal->commit());
    {
        const Child reader{holding(folder.file(), "BEGIN; SELECT count(*) FROM person")};
        ASSERT_EQ(reader.line(), "holding");
        ASSERT_TRUE(journal->erase_person(korsbaek, id));
        ASSERT_TRUE(journal->commit());
        EXPECT_TRUE(journal->erasure_pending());
    }
    ASSERT_TRUE(journal->store_cursor(korsbaek, "mail", {{1}, "local"}));
    ASSERT_TRUE(journal->commit());
    EXPECT_FALSE(journal->erasure_pending());
    EXPECT_FALSE(found_on_disk("Bertil"));
}

TEST_F(JournalPeopleTest, KeepsAddressAndLanguageAndLeavesWhatIsNotTold) {
    const PersonId id = id_for("Bo Berg");
    EXPECT_TRUE(journal->keep_person(korsbaek, id, {"", "bb@korsbaek.example", "da"}).value());
    EXPECT_FALSE(journal->keep_person(korsbaek, id, {"", "bb@korsbaek.example", {}}).value())
        << "the address was known";
    EXPECT_EQ(journal->person(korsbaek, id).value(),
              (Person{id, "Bo Berg", "bb@korsbaek.example", "da"}));
    EXPECT_FALSE(journal->keep_person(korsbaek, id, {"", "", {}}).value());
    EXPECT_EQ(journal->person(korsbaek, id).value(), (Person{id, "Bo Berg", "", "da"}));
}

TEST_F(JournalPeopleTest, KeepsAPersonUnderTheIdThatAPlatformGave) {
    const PersonId id{"k-77"};
    EXPECT_TRUE(journal->keep_person(korsbaek, id, {"Bo Berg", "bb@korsbaek.example", {}}).value());
    EXPECT_EQ(id_for("bo berg"), id);
    EXPECT_EQ(id_for("Ib Andersen"), PersonId{"p2"}) << "its row has a number all the same";
    EXPECT_EQ(journal->person(korsbaek, id).value()->name, "Bo Berg");
    EXPECT_FALSE(journal->person(korsbaek, PersonId{"p1"}).value());
    EXPECT_FALSE(journal->person(copenhagen, id).value());
}

TEST_F(JournalPeopleTest, NeverGivesAnIdThatAPlatformUsedBefore) {
    ASSERT_TRUE(journal->keep_person(korsbaek, PersonId{"p3"}, {"Bo Berg", {}, {}}));
    EXPECT_EQ(id_for("Ib Andersen"), PersonId{"p4"});
    EXPECT_EQ(id_for("Bo Berg"), PersonId{"p3"});
}

TEST_F(JournalPeopleTest, TakesAnIdThatLooksLikeTheNumberOfAnothersRow) {
    ASSERT_TRUE(journal->keep_person(korsbaek, PersonId{"k-77"}, {"Bo Berg", {}, {}}));
    ASSERT_TRUE(journal->keep_person(korsbaek, PersonId{"p1"}, {"Ib Andersen", {}, {}}));
    ASSERT_TRUE(journal->keep_person(korsbaek, PersonId{"p2"}, {"Carla Carlsen", {}, {}}));
    EXPECT_EQ(journal->person(korsbaek, PersonId{"k-77"}).value()->name, "Bo Berg");
    EXPECT_EQ(journal->person(korsbaek, PersonId{"p1"}).value()->name, "Ib Andersen");
    EXPECT_EQ(journal->person(korsbaek, PersonId{"p2"}).value()->name, "Carla Carlsen");
    EXPECT_EQ(id_for("Ib Andersen"), PersonId{"p1"});
    EXPECT_EQ(id_for("Dorte Dam"), PersonId{"p4"}) << "above every id and every row";
}

TEST_F(JournalPeopleTest, CountsOnBehindALargeIdAndFindsWhomItAdds) {
    for (const auto* given :
         {"p999999999", "p1000000001", "p9223372036854775807", "p9223372036854775808"}) {
        ASSERT_TRUE(journal->keep_person(korsbaek, PersonId{given}, {given, {}, {}}));
        EXPECT_EQ(journal->person(korsbaek, PersonId{given}).value()->name, given);
    }
    const PersonId next = id_for("Ib Andersen");
    EXPECT_EQ(journal->person(korsbaek, next).value()->name, "Ib Andersen") << next.value;
    const PersonId after = id_for("Bo Berg");
    EXPECT_EQ(journal->person(korsbaek, after).value()->name, "Bo Berg") << after.value;
    EXPECT_NE(next, PersonId{"p1000000001"}) << "it is somebody else's";
}

TEST_F(JournalPeopleTest, ANameBelongsToTheIdThatWasToldWithIt) {
    const PersonId by_name = id_for("Bo Berg");
    const PersonId given{"k-77"};
    ASSERT_TRUE(journal->keep_person(korsbaek, given, {"Bo Berg", {}, {}}));
    EXPECT_EQ(id_for("BO BERG"), given);
    EXPECT_EQ(journal->person(korsbaek, by_name).value()->name, "Bo Berg")
        << "the old id can still be read";
    const auto erased = journal->erase_person(korsbaek, given);
    EXPECT_EQ(erased.value(), (std::vector{by_name, given}));
}

TEST_F(JournalPeopleTest, TwoPeopleOfAPlatformMayHaveOneName) {
    ASSERT_TRUE(journal->keep_person(korsbaek, PersonId{"k-1"}, {"Bo Berg", {}, {}}));
    ASSERT_TRUE(journal->keep_person(korsbaek, PersonId{"k-2"}, {"Bo Berg", {}, {}}));
    EXPECT_EQ(journal->erase_person(korsbaek, PersonId{"k-2"}).value(),
              std::vector{PersonId{"k-2"}});
    EXPECT_EQ(journal->person(korsbaek, PersonId{"k-1"}).value()->name, "Bo Berg");
    ASSERT_TRUE(journal->keep_person(korsbaek, PersonId{"p1"}, {"Bo Berg", {}, {}}));
    EXPECT_EQ(journal->erase_person(korsbaek, PersonId{"k-1"}).value(),
              std::vector{PersonId{"k-1"}});
    EXPECT_EQ(journal->person(korsbaek, PersonId{"p1"}).value()->name, "Bo Berg");
}

TEST_F(JournalPeopleTest, LeavesNoByteOfAnErasedOrReplacedAddress) {
    const PersonId id = id_for("Bertil Barmhjertig");
    ASSERT_TRUE(journal->keep_person(korsbaek, id, {"", "first@korsbaek.example", "da"}));
    ASSERT_TRUE(journal->commit());
    ASSERT_TRUE(found_on_disk("first@korsbaek"));
    ASSERT_TRUE(journal->keep_person(korsbaek, id, {"", "second@korsbaek.example", {}}));
    ASSERT_TRUE(journal->commit());
    EXPECT_FALSE(found_on_disk("first@korsbaek"));
    ASSERT_TRUE(found_on_disk("second@korsbaek"));
    ASSERT_TRUE(journal->erase_person(korsbaek, id));
    ASSERT_TRUE(journal->commit());
    EXPECT_FALSE(found_on_disk("second@korsbaek"));
    EXPECT_FALSE(found_on_disk("ertil"));
}

TEST_F(JournalPeopleTest, AnotherAddressDoesNotWriteTheQuarantineAnew) {
    const PersonId id = id_for("Bo Berg");
    ASSERT_TRUE(journal->keep_person(korsbaek, id, {"", "first@korsbaek.example", {}}));
    constexpr std::size_t messages = 20;
    constexpr std::size_t bytes = 100'000;
    for (std::size_t i = 0; i < messages; ++i) {
        codec::QuarantinedMessage message;
        message.topic = std::to_string(i);
        message.payload = std::string(bytes, 'x');
        ASSERT_TRUE(journal->quarantine(copenhagen, message, {}).value());
    }
    ASSERT_TRUE(journal->commit());
    // While somebody reads, the log is not emptied, and shows how much was written.
    const Child reader{holding(folder.file(), "BEGIN; SELECT count(*) FROM person")};
    ASSERT_EQ(reader.line(), "holding");
    const auto log_size = [&] { return std::filesystem::file_size(folder.file("journal.db-wal")); };
    const auto before = log_size();
    ASSERT_TRUE(journal->keep_person(korsbaek, id, {"", "second@korsbaek.example", {}}));
    ASSERT_TRUE(journal->commit());
    EXPECT_LT(log_size() - before, messages * bytes / 2);
}

} // namespace
} // namespace klik::journal::test
