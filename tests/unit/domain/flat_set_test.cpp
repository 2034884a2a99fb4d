#include "domain/flat_map.hpp"
#include "domain/flat_set.hpp"
#include "domain/rare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

namespace klik::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using WordSet = FlatSet<std::string>;

TEST(FlatSet, HasEachElementOnceAndInOrder) {
    WordSet words{"b", "c", "b"};
    EXPECT_TRUE(words.insert("a"));
    EXPECT_FALSE(words.emplace("c"));
    EXPECT_THAT(words, ElementsAre("a", "b", "c"));
    EXPECT_EQ(words, (WordSet{"c", "b", "a"}));
}

TEST(FlatSet, IsSearchedByWhateverComparesWithItsElements) {
    const WordSet words{"14d", "overdue:2024-03-05", "overdue:2024-03-12"};
    EXPECT_TRUE(words.contains(std::string_view{"14d"}));
    EXPECT_FALSE(words.contains("7d"));
    EXPECT_EQ(*words.lower_bound("overdue:"), "overdue:2024-03-05");
    EXPECT_EQ(words.lower_bound("x"), words.end());
}

TEST(FlatSet, LosesWhatIsErased) {
    WordSet words{"a", "b", "c", "d"};
    EXPECT_TRUE(words.erase("b"));
    EXPECT_FALSE(words.erase("b"));
    EXPECT_FALSE(words.erase("x"));
    EXPECT_EQ(erase_if(words, [](const auto& word) { return word > "c"; }), 1U);
    EXPECT_THAT(words, ElementsAre("a", "c"));
    words.clear();
    EXPECT_THAT(words, IsEmpty());
}

TEST(FlatMap, HasTheLatestValueOfEachKeyInOrder) {
    FlatMap<int, std::string> map{{2, "b"}, {1, "a"}, {2, "c"}};
    map[3];
    EXPECT_THAT(map, ElementsAre(Pair(1, "a"), Pair(2, "c"), Pair(3, "")));
    map[1] = "z";
    EXPECT_EQ(map.find(1)->second, "z");
    EXPECT_EQ(map.find(9), map.end());
    EXPECT_TRUE(map.contains(3));
    map.clear();
    EXPECT_TRUE(map.empty());
}

TEST(FlatMap, IsMadeOfAnotherMap) {
    const std::map<int, std::string> other{{1, "a"}, {2, "b"}};
    EXPECT_EQ((FlatMap<int, std::string>{other}), (FlatMap<int, std::string>{{1, "a"}, {2, "b"}}));
}

TEST(Rare, IsAValueOrNone) {
    Rare<std::string> word;
    EXPECT_FALSE(word);
    word = std::string{"now"};
    const Rare<std::string> copy = word;
    EXPECT_EQ(*copy, "now");
    word.reset();
    EXPECT_EQ(*copy, "now") << "a copy is its own";
    EXPECT_NE(word, copy);
    word = copy;
    EXPECT_EQ(word, copy);
    EXPECT_EQ(word->size(), 3U);
    word = std::nullopt;
    EXPECT_EQ(word, Rare<std::string>{});
}

} // namespace
} // namespace klik::domain
