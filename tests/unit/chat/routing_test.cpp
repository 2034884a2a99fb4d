#include "chat/routing.hpp"
#include "unit/chat/sample.hpp"

#include <gtest/gtest.h>

namespace klik::chat {
namespace {

Change sample_change(Kind kind = Kind::blocked) {
    Change change;
    change.kind = kind;
    change.number = 130101;
    change.task = sample_seen();
    return change;
}

TEST(ChatRouting, FollowsTheRoomsMunicipalityAndKinds) {
    const auto room = sample_room();
    EXPECT_TRUE(goes_into(room, sample_change(), "9999"));
    EXPECT_FALSE(goes_into(room, sample_change(), "0101"));
    EXPECT_FALSE(goes_into(room, sample_change(Kind::system), "9999"));
}

TEST(ChatRouting, FollowsTheRoomsProjectsAndPhasesWithoutRegardToCase) {
    auto room = sample_room();
    room.projects = {"dubu 3.0"};
    EXPECT_TRUE(goes_into(room, sample_change(), "9999"));
    room.phases = {"fase 2"};
    EXPECT_FALSE(goes_into(room, sample_change(), "9999"));
    room.phases.clear();
    room.projects = {"aula"};
    EXPECT_FALSE(goes_into(room, sample_change(), "9999"));
}

TEST(ChatRouting, FollowsTheRoomsColours) {
    auto room = sample_room();
    room.colours = {"red"};
    EXPECT_FALSE(goes_into(room, sample_change(), "9999"));
    auto change = sample_change(Kind::colour_changed);
    change.task.colour = "red";
    EXPECT_TRUE(goes_into(room, change, "9999"));
}

TEST(ChatRouting, TellsARoomOfAColourThatATaskWasClosed) {
    auto room = sample_room();
    room.colours = {"red"};
    auto change = sample_change(Kind::status_changed);
    change.task.status = "completed";
    change.task.colour = "none";
    EXPECT_TRUE(goes_into(room, change, "9999"));
}

TEST(ChatRouting, LetsSystemEventsPassAllOtherLimits) {
    auto room = sample_room();
    room.kinds = {Kind::system};
    room.projects = {"aula"};
    room.colours = {"red"};
    Change change;
    change.kind = Kind::system;
    EXPECT_TRUE(goes_into(room, change, "9999"));
}

TEST(ChatRouting, SendsAVacancyInAProjectToTheProjectsRoom) {
    auto room = sample_room();
    room.kinds = {Kind::vacant_role};
    room.projects = {"dubu 3.0"};
    Change change;
    change.kind = Kind::vacant_role;
    change.task.project = "DUBU 3.0";
    EXPECT_TRUE(goes_into(room, change, "9999"));
    change.task.project = "Aula";
    EXPECT_FALSE(goes_into(room, change, "9999"));
}

TEST(ChatRouting, KnowsWhichChangeUndoesWhich) {
    EXPECT_EQ(undone_by(Kind::unblocked), Kind::blocked);
    EXPECT_EQ(undone_by(Kind::blocked), Kind::unblocked);
    EXPECT_EQ(undone_by(Kind::status_changed), Kind::status_changed);
    EXPECT_EQ(undone_by(Kind::overdue), std::nullopt);
}

TEST(QuietHours, MayPassMidnight) {
    using std::chrono::hours;
    const QuietHours night{hours{22}, hours{7}};
    EXPECT_TRUE(night.contain(hours{23}));
    EXPECT_TRUE(night.contain(hours{0}));
    EXPECT_FALSE(night.contain(hours{7}));
    EXPECT_FALSE(night.contain(hours{12}));
    const QuietHours noon{hours{12}, hours{13}};
    EXPECT_TRUE(noon.contain(hours{12}));
    EXPECT_FALSE(noon.contain(hours{13}));
}

} // namespace
} // namespace klik::chat
