#include "engine/published_standing.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace klik::test {
namespace {

using domain::TaskNumber;
using engine::PublishedStanding;
using Neighbours = std::vector<TaskNumber>;

PublishedStanding published(Neighbours blocked_by, Neighbours blocks) {
    engine::TaskStanding standing;
    standing.blocked_by = std::move(blocked_by);
    standing.blocks = std::move(blocks);
    return PublishedStanding{standing};
}

TEST(PublishedStanding, NoticesOtherNeighbours) {
    std::set<std::uint64_t> marks;
    const std::vector<Neighbours> lists{{}, {{1}}, {{2}}, {{1}, {2}}, {{-1}}, {{1}, {2}, {3}}};
    for (const auto& blocked_by : lists) {
        for (const auto& blocks : lists) {
            marks.insert(published(blocked_by, blocks).neighbours);
        }
    }
    EXPECT_EQ(marks.size(), lists.size() * lists.size());
    EXPECT_EQ(published({{1}, {2}}, {{3}}), published({{1}, {2}}, {{3}}));
}

TEST(PublishedStanding, HasTheSameMarkInEachProcess) {
    // It stands in snapshots.
    EXPECT_EQ(published({}, {}).neighbours, 0U);
    EXPECT_EQ(published({{121850}, {121851}}, {{-1}}).neighbours, 13'412'593'977'846'551'488U);
}

TEST(PublishedStanding, SaysWhatRulesAskFor) {
    engine::TaskStanding standing;
    standing.revision = 7;
    standing.colour = domain::Colour::yellow;
    standing.blocked_by = {{1}};
    standing.latest_safe_finish = {domain::date_from_iso("2024-03-04"), TaskNumber{2}};
    const PublishedStanding seen{standing};
    EXPECT_EQ(seen.revision, 7U);
    EXPECT_EQ(seen.colour, domain::Colour::yellow);
    EXPECT_FALSE(seen.ready);
    EXPECT_EQ(seen.latest_safe_finish, standing.latest_safe_finish);
    EXPECT_TRUE(PublishedStanding{engine::TaskStanding{}}.ready);
}

} // namespace
} // namespace klik::test
