#include "mail/outbox.hpp"
#include "support/temporary_folder.hpp"
#include "unit/mail/sample_notice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::mail {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

const common::Time morning{std::chrono::sys_days{2024y / 2 / 19} + 7h};
const std::set<std::string> here{"9999"};

class OutboxTest : public testing::Test {
  protected:
    void take(const Notice& notice, std::uint64_t sequence = 9, common::Time told = morning) {
        outbox_.take(notice, {"9999", "e", sequence, told}, std::max(told, morning));
    }
    std::vector<std::string> waiting() const {
        std::vector<std::string> keys;
        for (const auto& notice : outbox_.all()) {
            for (const auto& item : notice.items) {
                keys.push_back(item.key);
            }
        }
        return keys;
    }
    std::vector<std::string> reports() const {
        std::vector<std::string> words;
        for (const auto& report : outbox_.unreported("9999")) {
            words.push_back(report.item + ' ' + report.outcome);
        }
        return words;
    }
    Notice next() const { return outbox_.next(morning, here).value(); }

    klik::test::TemporaryFolder folder_;
    Outbox outbox_ = Outbox::open(folder_.path() / "mail.db");
};

TEST_F(OutboxTest, KeepsANoticeOverARestartAsItIs) {
    auto notice = test::notice({test::item("a"), test::item("b", 2)});
    notice.late = notice.urgent = true;
    notice.items.front().facts = {{"yours", "#130101"}, {"makes", "7"}};
    notice.taken = morning;
    take(notice);
    const auto again = Outbox::open(folder_.path() / "mail.db");
    notice.id = 1;
    EXPECT_THAT(again.all(), ElementsAre(notice));
    EXPECT_EQ(again.position("9999")->sequence, 9U);
}

TEST_F(OutboxTest, TakesNothingTwice) {
    take(test::notice({test::item("a")}));
    take(test::notice({test::item("a")}));
    EXPECT_THAT(waiting(), ElementsAre("a"));
    outbox_.sent(next(), morning);
    take(test::notice({test::item("a"), test::item("b")}));
    EXPECT_THAT(waiting(), ElementsAre("b"));
    EXPECT_EQ(next().message_id, test::notice({test::item("b")}).message_id)
        << "servers drop a second mail of the same id";
}

TEST_F(OutboxTest, WhatARestoredJournalTellsAgainIsReportedToItAndNotSent) {
    take(test::notice({test::item("a")}));
    outbox_.sent(next(), morning);
    outbox_.reported(outbox_.unreported("9999").front());
    EXPECT_THAT(reports(), IsEmpty());
    auto again = test::notice({test::item("a")});
    again.items.front().event = "e2.00000000000000000003";
    take(again);
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_EQ(outbox_.unreported("9999").front().event, "e2.00000000000000000003");
}

TEST_F(OutboxTest, WhatARestoredJournalToldBeforeTheFirstMailIsNotSent) {
    take(test::notice({test::item("a")}));
    outbox_.sent(next(), morning);
    take(test::notice({test::item("older")}), 3, morning - 1h);
    EXPECT_THAT(waiting(), IsEmpty());
    take(test::notice({test::item("as old")}), 4);
    EXPECT_THAT(waiting(), ElementsAre("as old"));
}

TEST_F(OutboxTest, WhatIsOlderThanItsMemoryIsNotSent) {
    take(test::notice({test::item("a")}));
    take(test::notice({test::item("b")}), 10, morning + memory + 48h);
    outbox_.take(test::notice({test::item("c")}), {"9999", "e", 11, morning + 1h},
                 morning + memory + 48h);
    EXPECT_THAT(waiting(), ElementsAre("a", "b"));
}

TEST_F(OutboxTest, AClockThatWasPutBackKeepsNothingWaiting) {
    take(test::notice({test::item("a")}));
    outbox_.postpone(next(), morning + 15min, false, "", morning);
    EXPECT_FALSE(outbox_.next(morning, here));
    EXPECT_TRUE(outbox_.next(morning - 48h, here));
}

TEST_F(OutboxTest, ReportsEachItemUntilThatWasHeard) {
    take(test::notice({test::item("a"), test::item("b", 2)}));
    outbox_.sent(next(), morning);
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_THAT(reports(), ElementsAre("a delivered", "b delivered"));
    outbox_.reported(outbox_.unreported("9999").front());
    EXPECT_THAT(reports(), ElementsAre("b delivered"));
}

TEST_F(OutboxTest, SaysOnceThatSomethingIsTriedAgain) {
    take(test::notice({test::item("a")}));
    outbox_.postpone(next(), morning, false, "451", morning);
    EXPECT_THAT(reports(), ElementsAre("a deferred"));
    outbox_.reported(outbox_.unreported("9999").front());
    outbox_.postpone(next(), morning + 60s, false, "451", morning);
    EXPECT_THAT(reports(), IsEmpty());
    EXPECT_EQ(outbox_.next(morning + 59s, here), std::nullopt);
    const auto later = outbox_.next(morning + 60s, here);
    EXPECT_EQ(later->tries, 2);
    outbox_.sent(*later, morning + 60s);
    EXPECT_THAT(reports(), ElementsAre("a delivered"));
}

TEST_F(OutboxTest, DropsWhatIsTakenBackBeforeItWasSentAndTheWordThatTakesItBack) {
    take(test::notice({test::item("a")}));
    auto withdrawn = test::notice({test::item("w", 121850, "withdrawn")});
    withdrawn.items.front().withdraws = "a";
    take(withdrawn, 10);
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_THAT(reports(), ElementsAre("a failed", "w failed"));
}

TEST_F(OutboxTest, SendsTheNewsThatTakesSomethingBackWithoutWhatItTakesBack) {
    take(test::notice({test::item("a"), test::item("b", 2)}));
    auto moved = test::notice({test::item("m", 121850, "due_date_moved")});
    moved.items.front().withdraws = "a";
    take(moved, 10);
    EXPECT_THAT(waiting(), ElementsAre("b", "m"));
    EXPECT_EQ(outbox_.all().front().message_id, test::notice({test::item("a")}).message_id)
        << "it may have been given to a server";
}

TEST_F(OutboxTest, FollowsUpWhatMayHaveBeenSent) {
    take(test::notice({test::item("a")}));
    outbox_.begin(next());
    auto withdrawn = test::notice({test::item("w", 121850, "withdrawn")});
    withdrawn.items.front().withdraws = "a";
    take(withdrawn, 10);
    EXPECT_THAT(waiting(), ElementsAre("w"));
    EXPECT_THAT(reports(), ElementsAre("a failed"));
}

TEST_F(OutboxTest, TakesNothingBackFromWhoNeverGotIt) {
    take(test::notice({test::item("a")}));
    outbox_.settle(next(), "bounced", "550", morning);
    auto withdrawn = test::notice({test::item("w", 121850, "withdrawn")});
    withdrawn.items.front().withdraws = "a";
    take(withdrawn, 10);
    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_THAT(reports(), ElementsAre("a bounced", "w failed"));
}

TEST_F(OutboxTest, KnowsTheMailsOfAThreadByPerson) {
    take(test::notice({test::item("a")}));
    outbox_.sent(next(), morning);
    take(test::notice({test::item("b")}, "p2"));
    EXPECT_THAT(outbox_.earlier(next()).at("9999/121850"), IsEmpty());
    const auto second = test::notice({test::item("c")});
    EXPECT_THAT(outbox_.earlier(second).at("9999/121850"),
                ElementsAre(test::notice({test::item("a")}).message_id));
}

TEST_F(OutboxTest, KeepsReceiptsUntilTheyAreReportedAndOld) {
    take(test::notice({test::item("a")}));
    outbox_.sent(next(), morning);
    outbox_.forget_before(morning + 1h);
    EXPECT_THAT(reports(), ElementsAre("a delivered"));
    outbox_.reported(outbox_.unreported("9999").front());
    outbox_.forget_before(morning + 1h);
    take(test::notice({test::item("a")}));
    EXPECT_THAT(waiting(), ElementsAre("a")) << "forgotten";
}

TEST_F(OutboxTest, ACopyIsForTryingThings) {
    take(test::notice({test::item("a")}));
    auto copy = Outbox::copy_of(folder_.path() / "mail.db");
    copy.take(test::notice({test::item("b")}), {"9999", "e", 10, morning}, morning);
    EXPECT_EQ(copy.waiting(), 2);
    EXPECT_THAT(waiting(), ElementsAre("a"));
    EXPECT_EQ(Outbox::copy_of(folder_.path() / "none.db").waiting(), 0);
}

} // namespace
} // namespace klik::mail
