#include "support/tasks.hpp"
#include "support/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::test {
namespace {

using testing::ElementsAre;

// docs/rules.md 7, "One notice per person and run"

/// How many items the notices have that the person was told.
std::vector<std::size_t> sizes_of_notices(const World& world, const std::string& person) {
    std::vector<std::size_t> sizes;
    for (const auto& told : world.all<engine::Notified>()) {
        if (told.notification.recipient.person.value == person) {
            sizes.push_back(told.notification.items.size());
        }
    }
    return sizes;
}

void show(World& world, std::int64_t number, std::size_t title_bytes) {
    world.fact(number, {{TaskField::title, std::string(title_bytes, 'x')},
                        {TaskField::assignee, PersonId{"anna"}},
                        {TaskField::responsible, PersonId{"anna"}}});
}

TEST(Notices, ThatWouldNotFitIntoAMessageAreSeveral) {
    World world;
    for (int number = 1; number <= 150; ++number) {
        show(world, number, 2000);
    }
    world.known();
    const auto sizes = sizes_of_notices(world, "anna");
    ASSERT_EQ(sizes.size(), 2U);
    EXPECT_EQ(sizes[0] + sizes[1], 150U) << "each task once";
    EXPECT_GT(sizes[0], 90U);
    EXPECT_EQ(world.replayed(), world.state());
}

TEST(Notices, AnItemThatIsTooLargeBesideOthersStandsAlone) {
    World world;
    show(world, 1, 10);
    show(world, 2, 250'000);
    show(world, 3, 10);
    world.known();
    EXPECT_THAT(sizes_of_notices(world, "anna"), ElementsAre(1, 1, 1));
    World alone;
    show(alone, 1, 250'000);
    alone.known();
    EXPECT_THAT(sizes_of_notices(alone, "anna"), ElementsAre(1));
}

} // namespace
} // namespace klik::test
