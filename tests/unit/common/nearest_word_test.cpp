#include "common/nearest_word.hpp"

#include <gtest/gtest.h>

#include <array>

namespace klik::common {
namespace {

constexpr std::array<std::string_view, 3> words{"xmpp", "webhook_slack", "webhook_teams"};

TEST(NearestWord, IsTheOneWithTheFewestSlipsOfTheHand) {
    EXPECT_EQ(nearest_word("xmp", words), "xmpp");
    EXPECT_EQ(nearest_word("webhook_salck", words), "webhook_slack");
    EXPECT_EQ(nearest_word("webhook-teams", words), "webhook_teams");
}

TEST(NearestWord, IsNoneWhereNothingIsNear) {
    EXPECT_EQ(nearest_word("matrix", words), std::nullopt);
    EXPECT_EQ(nearest_word("", words), std::nullopt);
    EXPECT_EQ(nearest_word("x", {}), std::nullopt);
}

TEST(NearestWord, IsAskedAboutInTheSentenceOfAMistake) {
    EXPECT_EQ(guess_at("xmp", words), "; did you mean \"xmpp\"?");
    EXPECT_EQ(guess_at("matrix", words), "");
}

} // namespace
} // namespace klik::common
