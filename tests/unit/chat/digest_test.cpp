#include "unit/chat/relay_stage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::chat {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class DigestTest : public RelayStage {};

TEST_F(DigestTest, MakesADigestOfABurst) {
    for (int i = 1; i <= 12; ++i) {
        tell(i);
    }
    turns(3);
    ASSERT_THAT(channel_.posts, SizeIs(1));
    EXPECT_THAT(channel_.texts().front(), HasSubstr("→ 12 ændringer\n#1 "));
    EXPECT_THAT(channel_.texts().front(), HasSubstr("\n#12 "));
    EXPECT_EQ(channel_.posts.front().thread, "");
}

TEST_F(DigestTest, GathersWhatComesBehindABurst) {
    for (int i = 1; i <= 12; ++i) {
        tell(i);
    }
    turns(2);
    tell(13);
    tell(14);
    turns(2);
    EXPECT_THAT(channel_.posts, SizeIs(1));
    pass(seconds{61});
    turns(3);
    ASSERT_THAT(channel_.posts, SizeIs(2));
    EXPECT_THAT(channel_.texts()[1], HasSubstr("→ 2 ændringer\n#13 "));
}

TEST_F(DigestTest, MakesOneDigestOfTheEndOfABurstThatComesInPieces) {
    for (int i = 1; i <= 8; ++i) {
        tell(i);
        turn();
    }
    EXPECT_THAT(channel_.posts, SizeIs(5)) << "so many at once";
    pass(seconds{61});
    turns(3);
    ASSERT_THAT(channel_.posts, SizeIs(6));
    EXPECT_THAT(channel_.texts()[5], HasSubstr("→ 3 ændringer\n#6 "));
}

TEST_F(DigestTest, IsNeverMadeOfOneChange) {
    for (int i = 1; i <= 6; ++i) {
        tell(i);
        turn();
    }
    pass(seconds{61});
    turns(3);
    ASSERT_THAT(channel_.posts, SizeIs(6));
    EXPECT_THAT(channel_.texts()[5], testing::StartsWith("#6 "));
    pass(seconds{61});
    for (int i = 1; i <= 6; ++i) {
        tell(7, Kind::due_date_moved, "2024-03-12", "2024-04-01");
    }
    turns(3);
    ASSERT_THAT(channel_.posts, SizeIs(7));
    EXPECT_THAT(channel_.texts()[6], testing::StartsWith("#7 ")) << "of one matter of one task";
    EXPECT_EQ(channel_.posts[6].thread, "9999-7");
}

TEST_F(DigestTest, SaysFirstWhatMattersMost) {
    tell(1, Kind::added);
    tell(2, Kind::colour_changed, "yellow", "green");
    tell(3, Kind::status_changed, "not_started", "in_progress");
    tell(4, Kind::due_date_moved, "2024-03-12", "2024-04-01");
    tell(5, Kind::blocked);
    tell(6, Kind::overdue, "", "1");
    tell(7, Kind::colour_changed, "yellow", "red");
    turns(2);
    ASSERT_THAT(channel_.posts, SizeIs(1));
    std::vector<std::string> numbers;
    for (const auto& line : channel_.posts.front().message.lines) {
        numbers.push_back(line.front().text);
    }
    EXPECT_THAT(numbers, ElementsAre("→ ", "#7", "#6", "#5", "#4", "#2", "#3", "#1"));
}

TEST_F(DigestTest, KeepsTheLinesOfATaskTogether) {
    tell(1, Kind::status_changed, "not_started", "in_progress");
    tell(2, Kind::status_changed, "not_started", "in_progress");
    tell(3, Kind::colour_changed, "green", "yellow");
    tell(1, Kind::colour_changed, "yellow", "red");
    tell(2, Kind::blocked);
    tell(4, Kind::added);
    turns(2);
    ASSERT_THAT(channel_.posts, SizeIs(1));
    std::vector<std::string> numbers;
    for (const auto& line : channel_.posts.front().message.lines) {
        numbers.push_back(line.front().text);
    }
    EXPECT_THAT(numbers, ElementsAre("→ ", "#1", "#1", "#3", "#2", "#2", "#4"));
}

TEST_F(DigestTest, NamesNoCommandsWhereNobodyHearsThem) {
    std::int64_t number = 0;
    std::size_t digests = 0;
    for (const bool hears : {false, true}) {
        for (int i = 0; i < 40; ++i) {
            tell(++number);
        }
        channel_.can.hears = hears;
        room().commands = !hears;
        pass(seconds{120});
        turns(3);
        ASSERT_THAT(channel_.posts, SizeIs(++digests));
        EXPECT_THAT(channel_.texts().back(), testing::EndsWith("… og 15 til."));
    }
}

TEST_F(DigestTest, GathersWhileTheRoomIsAway) {
    channel_.closed = {"drift@rooms"};
    for (int i = 1; i <= 9; ++i) {
        tell(i);
        turn();
    }
    EXPECT_THAT(channel_.posts, IsEmpty());
    channel_.closed.clear();
    pass(seconds{61});
    turns(3);
    ASSERT_THAT(channel_.posts, SizeIs(2));
    EXPECT_THAT(channel_.texts()[0], HasSubstr("#1 "));
    EXPECT_THAT(channel_.texts()[1], HasSubstr("→ 8 ændringer"));
}

TEST_F(DigestTest, IsQuietAtNightAndSumsUpInTheMorning) {
    room().quiet = QuietHours{std::chrono::hours{17}, std::chrono::hours{7}};
    now_ = *common::time_from_rfc3339("2024-03-06T20:00:00Z");
    tell(1);
    tell(2);
    turns(2);
    EXPECT_THAT(channel_.posts, IsEmpty());
    now_ = *common::time_from_rfc3339("2024-03-07T05:59:00Z"); // 06:59 in Denmark
    turn();
    EXPECT_THAT(channel_.posts, IsEmpty());
    now_ = *common::time_from_rfc3339("2024-03-07T06:00:00Z");
    turns(2);
    EXPECT_THAT(channel_.texts(), ElementsAre(HasSubstr("→ 2 ændringer")));
}

TEST_F(DigestTest, GoesByTheTimeOfDayInTheNightsInWhichTheClockIsSet) {
    room().quiet = QuietHours{std::chrono::hours{22}, std::chrono::hours{3}};
    const auto posts_at = [&](const char* time) {
        now_ = *common::time_from_rfc3339(time);
        turns(2);
        return channel_.posts.size();
    };
    now_ = *common::time_from_rfc3339("2024-03-30T21:00:00Z"); // 22:00
    tell(1);
    EXPECT_EQ(posts_at("2024-03-31T00:59:00Z"), 0U) << "01:59, and then it is 03:00";
    EXPECT_EQ(posts_at("2024-03-31T01:00:00Z"), 1U);
    now_ = *common::time_from_rfc3339("2024-10-26T20:00:00Z"); // 22:00
    tell(2);
    EXPECT_EQ(posts_at("2024-10-27T00:59:00Z"), 1U) << "02:59 for the first time";
    EXPECT_EQ(posts_at("2024-10-27T01:59:00Z"), 1U) << "02:59 for the second time";
    EXPECT_EQ(posts_at("2024-10-27T02:00:00Z"), 2U);
}

TEST_F(DigestTest, CutsToWhatTheChannelTakes) {
    channel_.can.space = {600};
    for (int i = 1; i <= 20; ++i) {
        tell(i);
    }
    turns(2);
    ASSERT_THAT(channel_.posts, SizeIs(1));
    EXPECT_LE(channel_.texts().front().size(), 600U);
    EXPECT_THAT(channel_.texts().front(),
                testing::ContainsRegex(
                    "\n… og 1[0-9] til. Spørg med »status« og nummeret, »blokeret« eller "
                    "»overskredet«."));
}

TEST_F(DigestTest, HasMoreThanALongWordOfThePlatforms) {
    channel_.can.space = {2900};
    const std::string label(2000, 'x');
    tell(1, Kind::status_changed, "not_started", label.c_str());
    for (int i = 2; i <= 9; ++i) {
        tell(i);
    }
    turns(2);
    ASSERT_THAT(channel_.posts, SizeIs(1));
    EXPECT_THAT(channel_.texts().front(), HasSubstr("\n#9 "));
    EXPECT_THAT(channel_.texts().front(), HasSubstr("xxx…"));
}

TEST_F(DigestTest, SaysInADigestOfATaskItsLatestStateAlone) {
    channel_.closed = {"drift@rooms"};
    tell(9);
    turn();
    tell(1, Kind::status_changed, "not_started", "in_progress");
    tell(2, Kind::blocked);
    tell(1, Kind::due_date_moved, "2024-03-12", "2024-04-01");
    tell(1, Kind::status_changed, "in_progress", "completed");
    tell(2, Kind::unblocked);
    tell(1, Kind::due_date_moved, "2024-04-01", "2024-04-02");
    for (int i = 3; i <= 5; ++i) {
        tell(i);
    }
    pass(seconds{61});
    turn();
    channel_.closed.clear();
    turns(3);
    ASSERT_THAT(channel_.posts, SizeIs(2));
    const auto digest = channel_.texts()[1];
    EXPECT_THAT(digest, HasSubstr("→ 6 ændringer"));
    EXPECT_THAT(digest, HasSubstr("Påbegyndt → Fuldført"));
    EXPECT_THAT(digest, testing::Not(HasSubstr("Ikke påbegyndt")));
    EXPECT_THAT(digest, testing::Not(HasSubstr("12. marts 2024 →")));
    EXPECT_THAT(digest, testing::Not(HasSubstr("#2 Etabler projektorganisation: blokeret")));
    EXPECT_EQ(Outbox{*store_}.count_waiting("drift"), 0U) << "all of it has been said";
}

TEST_F(DigestTest, ReadsOfThousandsOfLinesWhatItShows) {
    auto whole = store_->transaction();
    for (int i = 1; i <= 10'000; ++i) {
        tell(i);
    }
    whole.commit();
    turn();
    ASSERT_THAT(channel_.posts, SizeIs(1));
    EXPECT_THAT(channel_.posts.front().message.lines, SizeIs(27));
    EXPECT_THAT(channel_.texts().front(), HasSubstr("→ 10000 ændringer"));
    EXPECT_THAT(channel_.texts().front(), HasSubstr("… og 9975 til. Spørg"));
    EXPECT_THAT(Outbox{*store_}.excerpt("drift", 25).lines, IsEmpty());
    tell(1);
    EXPECT_THAT(Outbox{*store_}.waiting("drift", 25), SizeIs(1));
}

} // namespace
} // namespace klik::chat
