#include "portfolio/status_path.hpp"
#include "unit/portfolio/sample_pair.hpp"

#include <gtest/gtest.h>

namespace klik::portfolio {
namespace {

/// The workflow of a municipality: Planned -> Running, Waiting, Cancelled; Waiting -> Running;
/// Running -> Done, Cancelled.
class StatusPath : public testing::Test {
  protected:
    std::string step(const std::string& from, const std::vector<std::string>& next,
                     const std::string& goal, const std::set<std::string>& been = {}) {
        Item item;
        item.fields[Field::status] = from;
        item.next_statuses = next;
        return next_step(map_, item, goal, been).value_or("(no way)");
    }

    Offer offer_{.statuses = {"Planned", "Waiting", "Running", "Testing", "Done", "Cancelled"},
                 .closed_statuses = {"Done", "Cancelled"},
                 .priorities = {},
                 .phases = {},
                 .themes = {},
                 .people = {},
                 .fields = {},
                 .missing = {}};
    StatusMap map_ = status_map(sample::sample_mapping(), offer_,
                                {{"Running", {"Done", "Cancelled"}}, {"Waiting", {"Running"}}});
};

TEST_F(StatusPath, TakesTheStepThatIsAllowedAtOnce) {
    EXPECT_EQ(step("Planned", {"Waiting", "Running", "Cancelled"}, "Running"), "Running");
}

TEST_F(StatusPath, FindsTheShortestWayOverWhatWasSeen) {
    EXPECT_EQ(step("Planned", {"Waiting", "Running", "Cancelled"}, "Done"), "Running");
    EXPECT_EQ(step("Planned", {"Waiting"}, "Done"), "Waiting");
}

TEST_F(StatusPath, LeadsThroughNoStatusThatEndsAnItem) {
    map_.learned["Cancelled"] = {"Done"};
    map_.learned["Running"] = {"Cancelled"};
    EXPECT_EQ(step("Planned", {"Running"}, "Done"), "(no way)");
}

TEST_F(StatusPath, ExploresOpenStatusesOfTheMappingAlone) {
    EXPECT_EQ(step("Planned", {"Testing"}, "Done"), "Testing");
    EXPECT_EQ(step("Planned", {"Secret"}, "Done"), "(no way)");
    EXPECT_EQ(step("Planned", {"Cancelled"}, "Done"), "(no way)");
}

TEST_F(StatusPath, PrefersAKnownWayToAnUnknownOne) {
    EXPECT_EQ(step("Planned", {"Testing", "Waiting"}, "Done"), "Waiting");
}

TEST_F(StatusPath, DoesNotGoBackToWhereItHasBeen) {
    EXPECT_EQ(step("Testing", {"Planned"}, "Done", {"Planned"}), "(no way)");
    map_.learned["Planned"] = {"Testing"};
    EXPECT_EQ(step("Testing", {"Planned"}, "Done"), "(no way)");
}

TEST_F(StatusPath, BelievesTheItemAndNotWhatWasSeenElsewhere) {
    EXPECT_EQ(step("Running", {}, "Done"), "(no way)");
    EXPECT_EQ(step("Running", {"Done"}, "Done"), "Done");
}

TEST_F(StatusPath, AWholeWayIsKnownOnlyWhereEachStepWasSeen) {
    EXPECT_EQ(known_way(map_, "Waiting", "Done"), (std::vector<std::string>{"Running", "Done"}));
    EXPECT_EQ(known_way(map_, "Running", "Done"), std::vector<std::string>{"Done"});
    EXPECT_TRUE(known_way(map_, "Planned", "Done").empty());
    EXPECT_TRUE(known_way(map_, "Waiting", "Planned").empty());
}

} // namespace
} // namespace klik::portfolio
