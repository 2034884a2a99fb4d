#include "unit/journal/journal_fixture.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace klik::journal::test {
namespace {

using codec::QuarantinedMessage;
using std::chrono::days;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr QuarantineLimits defaults{};
const domain::UtcTime first_of_february = domain::utc_from_rfc3339("2024-02-01T07:00:00Z").value();

QuarantinedMessage message(std::string payload, domain::UtcTime received = first_of_february) {
    QuarantinedMessage made;
    made.topic = std::string{"platform/v1/9999/task/1\xff\0", 25};
    made.bytes = payload.size();
    made.payload = std::move(payload);
    made.problem = {"malformed", "data.due_date", "not a date"};
    made.platform = "kombit";
    made.received = received;
    made.last_seen = received;
    return made;
}

class JournalQuarantineTest : public testing::Test {
  protected:
    std::uint64_t keep(const QuarantinedMessage& kept, const QuarantineLimits& limits = defaults) {
        const auto done = journal->quarantine(korsbaek, kept, limits);
        EXPECT_TRUE(done) << done.error().sentence();
        return done && *done ? (*done)->number : 0;
    }
    std::vector<std::uint64_t> numbers(const MunicipalityCode& municipality = korsbaek) {
        std::vector<std::uint64_t> found;
        const auto all = journal->quarantined(municipality, 0, 1000).value();
        for (const auto& each : all) {
            found.push_back(each.number);
        }
        return found;
    }
    void reopen() {
        journal.reset();
        journal = open_or_throw(folder.data());
    }

    TemporaryFolder folder;
    std::unique_ptr<Journal> journal = open_or_throw(folder.data());
};

TEST_F(JournalQuarantineTest, KeepsAMessageWholeOverAReopening) {
    auto kept = message(std::string{"\xc1\0bad", 5});
    EXPECT_EQ(keep(kept), 1U);
    ASSERT_TRUE(journal->commit());
    reopen();
    kept.number = 1;
    EXPECT_EQ(journal->find_quarantined(korsbaek, 1).value(), kept);
    kept.payload.clear();
    EXPECT_THAT(journal->quarantined(korsbaek, 0, 10).value(), ElementsAre(kept))
        << "a list leaves the payload out and tells its size";
    EXPECT_EQ(journal->quarantine_totals(korsbaek).value(), (QuarantineTotals{1, 25 + 5}));
}

TEST_F(JournalQuarantineTest, KeepsEmptyFramesAndALargePayload) {
    auto empty = message("");
    empty.topic.clear();
    EXPECT_EQ(keep(empty), 1U);
    const auto large = message(std::string(1'048'576, 'x'));
    EXPECT_EQ(keep(large), 2U);
    EXPECT_EQ(journal->find_quarantined(korsbaek, 1).value()->topic, "");
    EXPECT_EQ(journal->find_quarantined(korsbaek, 2).value()->payload, large.payload);
}

TEST_F(JournalQuarantineTest, CountsTheSameBytesInsteadOfKeepingThemTwice) {
    EXPECT_EQ(keep(message("a")), 1U);
    const auto again =
        journal->quarantine(korsbaek, message("a", first_of_february + days{2}), defaults);
    EXPECT_EQ(again.value(), (KeptMessage{1, true}));
    const auto one = journal->find_quarantined(korsbaek, 1).value();
    EXPECT_EQ(one->times, 2U);
    EXPECT_EQ(one->received, first_of_february);
    EXPECT_EQ(one->last_seen, first_of_february + days{2});
    EXPECT_EQ(journal->quarantine_totals(korsbaek).value().messages, 1U);
}

TEST_F(JournalQuarantineTest, TellsMessagesApartByTopicPayloadAndFrames) {
    auto other_topic = message("a");
    other_topic.topic = "platform/v1/9999/task/2";
    auto other_frames = message("a");
    other_frames.frames = 3;
    for (const auto& each : {message("a"), message("b"), other_topic, other_frames}) {
        keep(each);
    }
    EXPECT_THAT(numbers(), ElementsAre(1, 2, 3, 4));
}

TEST_F(JournalQuarantineTest, RefusesWhatDoesNotFitAndCountsWhatIsThereAllTheSame) {
    const QuarantineLimits two{.messages = 2, .bytes = 1000, .age = days{30}};
    keep(message("a"), two);
    keep(message("b"), two);
    EXPECT_EQ(keep(message("c"), two), 0U) << "the newest is refused";
    EXPECT_EQ(keep(message("a"), two), 1U);
    EXPECT_TRUE(journal->remove_quarantined(korsbaek, 1).value());
    EXPECT_EQ(keep(message("c"), two), 3U);
}

TEST_F(JournalQuarantineTest, BoundsTheBytesOfTopicsAndPayloads) {
    const QuarantineLimits small{.messages = 100, .bytes = 60, .age = days{30}};
    EXPECT_EQ(keep(message(std::string(5, 'a')), small), 1U);
    EXPECT_EQ(keep(message(std::string(6, 'b')), small), 0U) << "30 + 31 bytes";
    EXPECT_EQ(keep(message(std::string(5, 'c')), small), 2U);
    EXPECT_EQ(keep(message(std::string(1000, 'd')), small), 0U);
}

TEST_F(JournalQuarantineTest, NeverGivesANumberTwice) {
    keep(message("a"));
    keep(message("b"));
    ASSERT_TRUE(journal->remove_quarantined(korsbaek, 2).value());
    ASSERT_TRUE(journal->remove_quarantined(korsbaek, 1).value());
    EXPECT_FALSE(journal->remove_quarantined(korsbaek, 1).value());
    EXPECT_FALSE(journal->read_only()) << "an unknown number is no failure of the journal";
    ASSERT_TRUE(journal->commit());
    reopen();
    EXPECT_EQ(keep(message("a")), 3U);
    EXPECT_EQ(journal->quarantine_totals(korsbaek).value().messages, 1U);
}

TEST_F(JournalQuarantineTest, IsApartForEachMunicipality) {
    keep(message("a"));
    EXPECT_EQ(journal->quarantine(copenhagen, message("a"), defaults).value(),
              (KeptMessage{1, false}));
    ASSERT_TRUE(journal->remove_quarantined(korsbaek, 1).value());
    EXPECT_THAT(numbers(), IsEmpty());
    EXPECT_THAT(numbers(copenhagen), ElementsAre(1));
    EXPECT_EQ(journal->quarantine_totals(copenhagen).value().messages, 1U);
}

TEST_F(JournalQuarantineTest, IsGoneWithItsBatch) {
    keep(message("a"));
    ASSERT_TRUE(journal->commit());
    keep(message("b"));
    ASSERT_TRUE(journal->remove_quarantined(korsbaek, 1).value());
    journal->rollback();
    EXPECT_THAT(numbers(), ElementsAre(1));
    EXPECT_EQ(journal->quarantine_totals(korsbaek).value().messages, 1U);
    keep(message("c"));
    reopen();
    EXPECT_THAT(numbers(), ElementsAre(1)) << "what was not committed";
}

TEST_F(JournalQuarantineTest, ListsPageByPageAndThoseThatAreOld) {
    for (int day = 0; day < 5; ++day) {
        keep(message(std::to_string(day), first_of_february + days{day}));
    }
    EXPECT_EQ(journal->quarantined(korsbaek, 2, 2).value().front().number, 3U);
    EXPECT_EQ(journal->quarantined(korsbaek, 2, 2).value().size(), 2U);
    EXPECT_THAT(journal->quarantined(korsbaek, ~std::uint64_t{0}, 2).value(), IsEmpty());
    const auto before = [&](int day, std::size_t limit) {
        return journal->quarantined_before(korsbaek, first_of_february + days{day}, limit).value();
    };
    EXPECT_THAT(before(0, 10), IsEmpty());
    EXPECT_THAT(before(3, 10), ElementsAre(1, 2, 3));
    EXPECT_THAT(before(3, 2), ElementsAre(1, 2)) << "a bounded number at a time";
}

TEST_F(JournalQuarantineTest, LeavesNoByteOfWhatWasRemoved) {
    keep(message("Bertil Barmhjertig"));
    keep(message(std::string(20'000, 'x') + "Bertil Barmhjertig"));
    ASSERT_TRUE(journal->commit());
    EXPECT_NE(bytes_of(folder.file("journal.db-wal")).find("Bertil"), std::string::npos);
    ASSERT_TRUE(journal->remove_quarantined(korsbaek, 1).value());
    ASSERT_TRUE(journal->remove_quarantined(korsbaek, 2).value());
    ASSERT_TRUE(journal->commit());
    EXPECT_FALSE(journal->erasure_pending());
    EXPECT_EQ(bytes_of(folder.file()).find("Bertil"), std::string::npos);
    EXPECT_EQ(bytes_of(folder.file("journal.db-wal")).find("Bertil"), std::string::npos);
}

TEST(JournalQuarantine, EndsWritingOnAFullDiskAndKeepsWhatWasCommitted) {
    const TemporaryFolder folder;
    const SmallDisk disk(folder.data());
    if (!disk.mounted()) {
        GTEST_SKIP() << "needs the right to mount";
    }
    const auto journal = open_or_throw(folder.data());
    std::uint64_t committed = 0;
    std::optional<domain::Problem> refused;
    for (char letter = 'a'; letter <= 'z' && !refused; ++letter) {
        const auto kept =
            journal->quarantine(korsbaek, message(std::string(200'000, letter)), defaults);
        const auto done = journal->commit();
        if (kept && done) {
            ++committed;
        } else {
            refused = kept ? done.error() : kept.error();
        }
    }
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->code, "read_only");
    EXPECT_GT(committed, 0U);
    EXPECT_EQ(journal->quarantined(korsbaek, 0, 100).value().size(), committed);
    EXPECT_EQ(journal->quarantine_totals(korsbaek).value().messages, committed);
    EXPECT_EQ(journal->remove_quarantined(korsbaek, 1).error().code, "read_only");
}

} // namespace
} // namespace klik::journal::test
