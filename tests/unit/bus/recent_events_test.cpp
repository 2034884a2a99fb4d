#include "bus/recent_events.hpp"

#include <gtest/gtest.h>

namespace klik::bus {
namespace {

using domain::Sequence;
using engine::EventKind;

constexpr KindMask every_kind = 0b11110;

PublishedEvent event(std::uint64_t sequence, EventKind kind = EventKind::state,
                     std::size_t bytes = 10) {
    return {{sequence}, kind, "topic", std::string(bytes, 'x')};
}

std::uint64_t next(const RecentEvents& recent, std::uint64_t position,
                   KindMask kinds = every_kind) {
    const auto* found = recent.next({position}, kinds);
    return found == nullptr ? 0 : found->sequence.value;
}

TEST(RecentEvents, BeginBehindTheHeadThatTheyAreMadeWith) {
    RecentEvents recent{{5}};
    EXPECT_TRUE(recent.cover({5}, {5}));
    EXPECT_FALSE(recent.cover({4}, {5}));
    EXPECT_EQ(next(recent, 5), 0U);
    recent.add({event(7), event(9)}, {10});
    EXPECT_TRUE(recent.cover({5}, {10}));
    EXPECT_EQ(next(recent, 5), 7U);
    EXPECT_EQ(next(recent, 7), 9U);
    EXPECT_EQ(next(recent, 9), 0U);
}

TEST(RecentEvents, AreFoundByKind) {
    RecentEvents recent{{0}};
    recent.add({event(1), event(2, EventKind::notification), event(3)}, {3});
    constexpr KindMask notifications = 1U << static_cast<unsigned>(EventKind::notification);
    EXPECT_EQ(next(recent, 0, notifications), 2U);
    EXPECT_EQ(next(recent, 2, notifications), 0U);
}

TEST(RecentEvents, ABatchThatPublishesNothingMovesTheHead) {
    RecentEvents recent{{0}};
    recent.add({}, {4});
    EXPECT_TRUE(recent.cover({0}, {4}));
    EXPECT_FALSE(recent.cover({0}, {3}));
}

TEST(RecentEvents, DoNotCoverALogThatHasGoneOnWithoutThem) {
    RecentEvents recent{{0}};
    recent.add({event(1)}, {1});
    EXPECT_FALSE(recent.cover({0}, {2}));
}

TEST(RecentEvents, ForgetTheOldestThatThereIsNoRoomFor) {
    RecentEvents recent{{0}, 3 * (sizeof(PublishedEvent) + 100)};
    for (std::uint64_t sequence = 1; sequence <= 10; ++sequence) {
        recent.add({event(sequence, EventKind::state, 80)}, {sequence});
    }
    EXPECT_FALSE(recent.cover({6}, {10}));
    EXPECT_TRUE(recent.cover({7}, {10}));
    EXPECT_EQ(next(recent, 7), 8U);
    recent.add({event(11, EventKind::state, 10'000)}, {11});
    EXPECT_TRUE(recent.cover({11}, {11}));
    EXPECT_FALSE(recent.cover({10}, {11})) << "one that is too large is read in the log";
}

} // namespace
} // namespace klik::bus
