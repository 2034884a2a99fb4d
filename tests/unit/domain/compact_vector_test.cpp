#include "domain/compact_vector.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace klik::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using WordVector = CompactVector<std::string>;

/// Too long to lie within a string.
std::string long_word(int number) {
    return "a word that has a place of its own in memory, number " + std::to_string(number);
}

TEST(CompactVector, TakesTheRoomOfAPointer) {
    EXPECT_EQ(sizeof(WordVector), sizeof(void*));
}

TEST(CompactVector, DoesAsAVectorWhateverIsInsertedAndErased) {
    WordVector words;
    std::vector<std::string> expected;
    for (int i = 0; i < 300; ++i) {
        const auto place = (i * 7919) % (static_cast<int>(expected.size()) + 1);
        words.insert(words.begin() + place, long_word(i));
        expected.insert(expected.begin() + place, long_word(i));
        if (i % 3 == 2) {
            const auto gone = (i * 104729) % static_cast<int>(expected.size());
            words.erase(words.begin() + gone);
            expected.erase(expected.begin() + gone);
        }
        ASSERT_TRUE(std::ranges::equal(words, expected)) << i;
    }
    words.erase(words.begin() + 3, words.end() - 4);
    expected.erase(expected.begin() + 3, expected.end() - 4);
    EXPECT_TRUE(std::ranges::equal(words, expected));
    EXPECT_EQ(words.back(), expected.back());
}

TEST(CompactVector, InsertsAnElementOfItsOwn) {
    WordVector words{long_word(1)};
    words.insert(words.begin(), words.back());
    words.push_back(words.at(0));
    EXPECT_THAT(words, ElementsAre(long_word(1), long_word(1), long_word(1)));
}

TEST(CompactVector, LosesWhatIsToGo) {
    CompactVector<int> numbers{1, 2, 3, 4, 5};
    EXPECT_EQ(erase_if(numbers, [](int number) { return number % 2 == 1; }), 3U);
    EXPECT_THAT(numbers, ElementsAre(2, 4));
    EXPECT_EQ(erase_if(numbers, [](int) { return false; }), 0U);
    numbers.clear();
    EXPECT_THAT(numbers, IsEmpty());
    EXPECT_EQ(numbers, CompactVector<int>{});
}

TEST(CompactVector, OfACopyIsItsOwnAndAMovedOneTakesTheElements) {
    WordVector words{long_word(1), long_word(2)};
    WordVector copy = words;
    copy.push_back(long_word(3));
    EXPECT_THAT(words, ElementsAre(long_word(1), long_word(2)));
    EXPECT_NE(copy, words);
    const auto* const first = copy.begin();
    words = std::move(copy);
    EXPECT_EQ(words.begin(), first);
    EXPECT_THAT(words, ElementsAre(long_word(1), long_word(2), long_word(3)));
    const WordVector& same = words;
    words = same;
    EXPECT_EQ(words.size(), 3U);
    words = WordVector{};
    EXPECT_THAT(words, IsEmpty());
}

TEST(CompactVector, SaysWhereThereIsNone) {
    WordVector words{"a"};
    EXPECT_EQ(words.at(0), "a");
    EXPECT_THROW(static_cast<void>(words.at(1)), std::out_of_range);
    EXPECT_THROW(static_cast<void>(std::as_const(words).at(1)), std::out_of_range);
}

} // namespace
} // namespace klik::domain
