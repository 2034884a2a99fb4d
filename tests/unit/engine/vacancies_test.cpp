#include "engine/vacancies.hpp"
#include "support/tasks.hpp"
#include "support/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Task #1 of DUBU has its people, and all roles are held.
class VacantRoles : public testing::Test {
  protected:
    VacantRoles() {
        world.show_vacancies();
        world.assign("klik_administrator", "karin");
        world.assign("project_leader", "lena");
        world.fact(1, {{TaskField::title, std::string{"A"}},
                       {TaskField::project, std::string{"DUBU"}},
                       {TaskField::assignee, domain::PersonId{"anna"}},
                       {TaskField::responsible, domain::PersonId{"bo"}}});
        world.clock("2024-02-05 09:00");
        static_cast<void>(world.told());
    }
    ~VacantRoles() override { EXPECT_TRUE(world.replayed() == world.state()); }

    World world;
};

TEST_F(VacantRoles, AreThoseOfSomebodyWhoseNameIsErased) {
    world.erase({"anna", "lena"});
    world.clock("2024-02-06 09:00");
    EXPECT_THAT(world.told(), ElementsAre("2024-02-06 08:00 vacant_role assignee #1 + vacant_role "
                                          "project_leader of DUBU -> karin"));
}

TEST_F(VacantRoles, AreNotThoseThatSomebodyTakesOver) {
    world.replace("anna", "dora");
    world.replace("lena", "dora");
    world.erase({"anna", "lena"});
    world.clock("2024-02-06 09:00");
    EXPECT_THAT(world.told(), ElementsAre("2024-02-05 09:10 assigned #1 -> dora"));
}

TEST_F(VacantRoles, AreThoseThatAFileOfRolesLeavesOut) {
    domain::GalleryFile file;
    file.assignments[{domain::Role{"DUBU-superbruger"}, domain::PersonId{"mads"}, {}}] = {};
    world.load_gallery(file);
    world.load_rules("[recipients.of]\nreminder = [\"DUBU-superbruger\"]\n");
    world.clock("2024-02-06 09:00");
    EXPECT_THAT(world.told(), IsEmpty());
    world.load_gallery({});
    world.clock("2024-02-07 09:00");
    EXPECT_THAT(world.told(), ElementsAre("2024-02-07 08:00 vacant_role DUBU-superbruger of DUBU "
                                          "-> karin"));
}

TEST_F(VacantRoles, AreNoneOfTheMailboxAndOfWhoAsksWhichNobodyHolds) {
    engine::State state = world.state();
    state.rules.recipients[domain::NotificationKind::reminder] = {domain::Role::mailbox,
                                                                  domain::Role::requester};
    const engine::Decision decision(state, {world.now(), "", engine::PassMoment{}});
    EXPECT_THAT(engine::untold_vacancies_of_project(decision, *state.task({1})), IsEmpty());
}

TEST_F(VacantRoles, OfATaskMatterWhileItIsOpenAndNobodyHasTaken) {
    engine::State state = world.state();
    engine::PendingItem item;
    item.number = {1};
    item.occasion.kind = domain::NotificationKind::vacant_role;
    item.occasion.facts = {{"vacant_role", "responsible"}};
    EXPECT_FALSE(engine::is_still_vacant(state, item)) << "Bo has it";
    auto& task = state.tasks.at({1}).task;
    task.fields.set(TaskField::responsible, {domain::None{}, {}});
    EXPECT_TRUE(engine::is_still_vacant(state, item));
    task.fields.set(TaskField::status, {std::string{"Fuldført"}, {}});
    EXPECT_FALSE(engine::is_still_vacant(state, item));
    item.number = {99};
    EXPECT_FALSE(engine::is_still_vacant(state, item));
}

TEST_F(VacantRoles, AreAskedForByNewRules) {
    world.load_rules("[recipients.of]\nreminder = [\"DUBU-superbruger\"]\n");
    world.clock("2024-02-06 09:00");
    EXPECT_THAT(world.told(), ElementsAre("2024-02-06 08:00 vacant_role DUBU-superbruger of DUBU "
                                          "-> karin"));
    world.load_rules("");
    world.load_rules("[recipients.of]\nreminder = [\"DUBU-superbruger\"]\n");
    world.clock("2024-02-07 09:00");
    EXPECT_THAT(world.told(), IsEmpty()) << "it is the same vacancy";
}

TEST_F(VacantRoles, AreToldOnceWhereARunWasMissed) {
    world.end_role("project_leader", "lena");
    world.fact(1, {{TaskField::responsible, domain::None{}}});
    world.off_until("2024-02-07 09:00");
    EXPECT_THAT(world.told(), ElementsAre("2024-02-07 09:00 vacant_role responsible #1 + "
                                          "vacant_role project_leader of DUBU -> karin (late)"));
    world.off_until("2024-02-08 09:00");
    EXPECT_THAT(world.told(), IsEmpty());
}

} // namespace
} // namespace klik::test
