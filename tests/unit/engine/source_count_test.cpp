#include "engine/source_count.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

// docs/protocol.md 2, "Facts": what a source counts, and what is missing of it.
namespace klik::engine {
namespace {

using domain::Sequence;

domain::Moment moment(int minute) {
    const std::chrono::milliseconds since{std::chrono::minutes{minute}};
    return {domain::UtcTime{since}, domain::LocalTime{since}};
}

/// A source to which facts come at one a minute.
class Counted {
  public:
    Arrival comes(std::uint64_t sequence, const std::string& epoch = "e1") {
        const SourcePosition position{epoch, {sequence}};
        const auto arrival = arrival_of(source_.counts.empty() ? nullptr : &source_, position);
        count(source_, position, moment(++minute_));
        return arrival;
    }
    [[nodiscard]] std::vector<std::uint64_t> missing(const std::string& epoch = "e1") const {
        std::vector<std::uint64_t> all;
        for (const auto& [start, gap] : source_.counts.at(epoch).gaps) {
            for (const auto& [first, last] : gap.missing) {
                for (auto number = first.value; number <= last.value; ++number) {
                    all.push_back(number);
                }
            }
        }
        return all;
    }
    [[nodiscard]] const Source& source() const { return source_; }
    Source& source() { return source_; }

  private:
    Source source_;
    int minute_ = 0;
};

TEST(SourceCount, TheFirstFactOfASourceHasNothingBeforeItThatCouldBeMissing) {
    Counted source;
    EXPECT_EQ(source.comes(5000), Arrival::first_contact);
    EXPECT_EQ(open_gaps(source.source()), 0U);
}

TEST(SourceCount, ASourceThatToldSetsAloneHasNotCountedBefore) {
    const Source source;
    EXPECT_EQ(arrival_of(&source, {"e1", {3}}), Arrival::first_contact);
    EXPECT_EQ(gap_at(source, {"e1", {3}}), nullptr);
}

TEST(SourceCount, OneAfterTheOtherIsNext) {
    Counted source;
    source.comes(1);
    EXPECT_EQ(source.comes(2), Arrival::next);
    EXPECT_EQ(source.comes(3), Arrival::next);
    EXPECT_EQ(missing_facts(source.source()), 0U);
}

TEST(SourceCount, AHoleIsAGapWithTheTimesAroundIt) {
    Counted source;
    source.comes(1);
    EXPECT_EQ(source.comes(5), Arrival::gap);
    const auto& gap = source.source().counts.at("e1").gaps.at(Sequence{2});
    EXPECT_EQ(gap.first, Sequence{2});
    EXPECT_EQ(gap.last, Sequence{4});
    EXPECT_EQ(gap.since, moment(1));
    EXPECT_EQ(gap.noticed, moment(2));
    EXPECT_EQ(missing_facts(source.source()), 3U);
}

TEST(SourceCount, AReorderedFactFillsItsPlaceAndTheLastOneClosesTheGap) {
    Counted source;
    source.comes(1);
    source.comes(5);
    EXPECT_EQ(source.comes(3), Arrival::late);
    EXPECT_THAT(source.missing(), testing::ElementsAre(2, 4));
    EXPECT_EQ(source.comes(4), Arrival::late);
    EXPECT_EQ(source.comes(2), Arrival::late);
    EXPECT_EQ(open_gaps(source.source()), 0U);
    EXPECT_EQ(source.comes(6), Arrival::next);
}

TEST(SourceCount, ADuplicateIsRepeatedAndChangesNothing) {
    Counted source;
    source.comes(1);
    source.comes(2);
    source.comes(5);
    const Source before = source.source();
    EXPECT_EQ(source.comes(2), Arrival::repeated);
    EXPECT_EQ(source.comes(5), Arrival::repeated);
    EXPECT_EQ(source.source(), before);
    EXPECT_EQ(source.comes(4), Arrival::late);
    EXPECT_EQ(source.comes(4), Arrival::repeated);
    EXPECT_EQ(source.source().counts.at("e1").last, before.counts.at("e1").last);
}

TEST(SourceCount, ANewCountLeavesTheTailOfTheOldOneUnknown) {
    Counted source;
    source.comes(7);
    EXPECT_EQ(source.comes(1, "e2"), Arrival::new_count);
    EXPECT_EQ(source.source().epoch, "e2");
    ASSERT_TRUE(source.source().counts.at("e1").tail);
    EXPECT_EQ(source.source().counts.at("e1").tail->noticed, moment(2));
    EXPECT_FALSE(source.source().counts.at("e2").tail);
    EXPECT_EQ(open_gaps(source.source()), 1U);
}

TEST(SourceCount, ANewCountBeginsAtOneSoThatItsFirstFactsCanBeMissing) {
    Counted source;
    source.comes(7);
    source.comes(3, "e2");
    EXPECT_THAT(source.missing("e2"), testing::ElementsAre(1, 2));
    EXPECT_EQ(source.source().counts.at("e2").gaps.at(Sequence{1}).since, moment(1));
}

TEST(SourceCount, AStragglerOfAnOldCountIsNoRestart) {
    Counted source;
    source.comes(7);
    source.comes(1, "e2");
    EXPECT_EQ(source.comes(8, "e1"), Arrival::next);
    EXPECT_EQ(source.source().epoch, "e2");
    EXPECT_EQ(source.comes(10, "e1"), Arrival::gap);
    EXPECT_THAT(source.missing("e1"), testing::ElementsAre(9));
}

TEST(SourceCount, ACompleteSetCoversGapsAndTails) {
    Counted source;
    source.comes(7);
    source.comes(9);
    source.comes(3, "e2");
    cover_gaps(source.source());
    EXPECT_EQ(open_gaps(source.source()), 0U);
    EXPECT_EQ(source.comes(4, "e2"), Arrival::next);
}

TEST(SourceCount, ASourceThatStartsAnewAllTheTimeIsNotRememberedForEver) {
    Counted source;
    for (int start = 0; start < 100; ++start) {
        source.comes(1, "e" + std::to_string(start));
        cover_gaps(source.source());
    }
    EXPECT_LE(source.source().counts.size(), 20U);
    EXPECT_EQ(source.source().epoch, "e99");
    for (int start = 100; start < 200; ++start) { // and no set says what it may have lost
        source.comes(3, "e" + std::to_string(start));
    }
    EXPECT_LE(source.source().counts.size(), 20U);
    EXPECT_EQ(source.source().epoch, "e199");
    EXPECT_GT(open_gaps(source.source()), 16U);
}

TEST(SourceCount, WhateverTheOrderExactlyWhatNeverCameIsMissing) {
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        std::mt19937 random{seed};
        std::vector<std::uint64_t> sent;
        std::vector<std::uint64_t> lost;
        for (std::uint64_t number = 2; number <= 60; ++number) {
            (random() % 4 == 0 ? lost : sent).push_back(number);
        }
        sent.push_back(61); // shows the loss of all before it
        std::vector<std::uint64_t> order = sent;
        order.insert(order.end(), sent.begin(), sent.end());
        std::ranges::shuffle(order, random);
        Counted source;
        source.comes(1);
        std::ranges::for_each(order, [&](auto number) { source.comes(number); });
        EXPECT_EQ(source.missing(), lost) << "seed " << seed;
        EXPECT_EQ(missing_facts(source.source()), lost.size()) << "seed " << seed;
    }
}

} // namespace
} // namespace klik::engine
