#include "support/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::test {
namespace {

using domain::TaskField;
using testing::ElementsAre;
using testing::IsEmpty;

// docs/rules.md 7: who was erased is told nothing

class ErasedPeople : public testing::Test {
  protected:
    ErasedPeople() {
        world.fact(1, {{TaskField::title, std::string{"A"}},
                       {TaskField::status, std::string{"Fuldført"}},
                       {TaskField::assignee, domain::PersonId{"anna"}}});
        world.assign("klik_administrator", "karin");
        world.known();
        static_cast<void>(world.told());
    }
    World world;
};

TEST_F(ErasedPeople, ARefusalGoesToWhoSeesToKlikWhenWhoAskedIsGoneBeforeItIsTold) {
    EXPECT_EQ(world.request("r1", 1, {{TaskField::status, std::string{"Ikke påbegyndt"}}}, "carl"),
              "refused transition");
    world.erase({"carl"});
    world.wait(std::chrono::minutes{10});
    EXPECT_THAT(world.told(), ElementsAre("2024-02-02 09:10 request_refused #1 -> karin"));
}

TEST_F(ErasedPeople, WhatLastsIsToldToTheNextWhoHasTheRole) {
    world.assign("project_leader", "lena");
    world.assign("project_leader", "mona");
    world.fact(2, {{TaskField::title, std::string{"B"}},
                   {TaskField::status, std::string{"Sat på pause"}},
                   {TaskField::assignee, domain::PersonId{"anna"}},
                   {TaskField::responsible, domain::PersonId{"anna"}}});
    world.clock("2024-02-05 09:00");
    EXPECT_THAT(world.told(), testing::Contains("2024-02-05 08:00 unknown_status #2 -> lena"));
    world.erase({"lena"});
    world.wait(std::chrono::minutes{10});
    EXPECT_THAT(world.told(), ElementsAre("2024-02-05 09:10 unknown_status #2 -> mona"));
}

TEST_F(ErasedPeople, AWithdrawalGoesToNobodyElse) {
    world.fact(2, {{TaskField::title, std::string{"B"}},
                   {TaskField::due_date, domain::date_from_iso("2024-02-19").value()},
                   {TaskField::assignee, domain::PersonId{"anna"}}});
    world.known();
    world.clock("2024-02-05 12:00");
    static_cast<void>(world.told());
    world.removed(2);
    world.erase({"anna"});
    world.clock("2024-02-06 12:00");
    EXPECT_THAT(world.told(), IsEmpty());
}

} // namespace
} // namespace klik::test
