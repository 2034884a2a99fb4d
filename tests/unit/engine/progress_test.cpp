#include "engine/progress.hpp"
#include "support/tasks.hpp"
#include "support/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::test {
namespace {

using engine::Progress;
using testing::ElementsAre;

Fields in_project(Fields fields = {}) {
    fields.emplace(TaskField::project, "Aula");
    return fields;
}

Progress aula(const World& world) {
    return engine::progress_by_project(world.state(), world.state().now.date()).at("Aula").all;
}

std::vector<std::int64_t> deadlines(const Progress& progress) {
    std::vector<std::int64_t> found;
    for (const auto* entry : progress.next_deadlines) {
        found.push_back(entry->task.number.value);
    }
    return found;
}

TEST(Progress, CountsOpenTasksByColourAndWhetherTheyWait) {
    World world;
    world.fact(1, in_project({{TaskField::due_date, date("2024-01-31")}}));
    world.fact(2, in_project({{TaskField::due_date, date("2024-02-05")},
                              {TaskField::prerequisites, numbers({1})}}));
    world.fact(3, in_project({{TaskField::due_date, date("2024-06-03")}}));
    world.fact(4, in_project());
    const Progress progress = aula(world);
    EXPECT_EQ(progress.open, 4U);
    EXPECT_EQ(progress.red, 1U);
    EXPECT_EQ(progress.yellow, 1U);
    EXPECT_EQ(progress.green, 1U);
    EXPECT_EQ(progress.blocked, 1U);
}

TEST(Progress, AClosedTaskHasNeitherColourNorDeadlineNorABlock) {
    World world;
    world.fact(1, in_project());
    world.fact(2, in_project({{TaskField::due_date, date("2024-01-15")},
                              {TaskField::prerequisites, numbers({1})},
                              {TaskField::status, "Fuldført"}}));
    const Progress progress = aula(world);
    EXPECT_EQ(progress.red, 0U);
    EXPECT_EQ(progress.blocked, 0U);
    EXPECT_EQ(progress.next_due_date, std::nullopt);
    EXPECT_THAT(deadlines(progress), ElementsAre());
}

TEST(Progress, WhatIsNotRelevantIsNoPartOfTheShareThatIsDone) {
    World world;
    world.fact(1, in_project({{TaskField::status, "Ikke relevant"}}));
    EXPECT_EQ(aula(world).completed_percent(), std::nullopt);
    world.fact(2, in_project({{TaskField::status, "Fuldført"}}));
    EXPECT_EQ(aula(world).completed_percent(), 100U);
    for (int number = 3; number <= 8; ++number) {
        world.fact(number, in_project());
    }
    EXPECT_EQ(aula(world).completed_percent(), 14U) << "one of seven is 14.3 percent";
}

TEST(Progress, TheShareIsAHundredOnlyWhereAllAreDone) {
    Progress progress;
    progress.tasks = 1000;
    progress.completed = 999;
    EXPECT_EQ(progress.completed_percent(), 99U);
}

TEST(Progress, TheNextDeadlinesAreTheNearestThatAreNotOver) {
    World world;
    world.fact(9, in_project({{TaskField::due_date, date("2024-01-31")}}));
    world.fact(8, in_project({{TaskField::due_date, date("2024-02-01")}}));
    for (int number = 1; number <= 6; ++number) {
        world.fact(number, in_project({{TaskField::due_date,
                                        date("2024-03-20") - std::chrono::days{number}}}));
    }
    EXPECT_THAT(deadlines(aula(world)), ElementsAre(8, 6, 5, 4, 3));
    EXPECT_EQ(aula(world).next_due_date, date("2024-01-31")) << "also one that is over";
    world.clock("2024-02-02 00:00");
    EXPECT_THAT(deadlines(aula(world)), ElementsAre(6, 5, 4, 3, 2));
}

TEST(Progress, ATaskThatTurnsRedEarlyHasItsDeadlineAhead) {
    World world;
    world.load_rules("[colour]\nred = \"3d\"\n");
    world.fact(1, in_project({{TaskField::due_date, date("2024-02-02")}}));
    EXPECT_EQ(aula(world).red, 1U);
    EXPECT_THAT(deadlines(aula(world)), ElementsAre(1));
    const auto on = [&](std::string_view day) {
        return engine::progress_by_project(world.state(), date(day)).at("Aula").all;
    };
    EXPECT_THAT(deadlines(on("2024-02-02")), ElementsAre(1));
    EXPECT_THAT(deadlines(on("2024-02-03")), ElementsAre()) << "over, though nothing happened";
}

TEST(Progress, DeadlinesOfOneDayStandInTheOrderOfTheirNumbers) {
    World world;
    for (const int number : {3, 1, 2}) {
        world.fact(number, in_project({{TaskField::due_date, date("2024-03-04")}}));
    }
    EXPECT_THAT(deadlines(aula(world)), ElementsAre(1, 2, 3));
}

TEST(Progress, ARequestWaitsUntilItsTimeForAnAnswerIsOver) {
    World world;
    world.fact(1, in_project());
    world.fact(2, in_project());
    EXPECT_EQ(world.request("r1", 1, {{TaskField::priority, "Høj"}}), "accepted");
    EXPECT_EQ(world.request("r2", 1, {{TaskField::status, "Sådan ikke"}}),
              "refused unknown_status");
    EXPECT_EQ(aula(world).requests_waiting, 1U);
    EXPECT_EQ(aula(world).requests_unanswered, 0U);
    world.clock("2024-02-02 10:00");
    EXPECT_EQ(world.request("r3", 2, {{TaskField::priority, "Lav"}}), "accepted");
    EXPECT_EQ(aula(world).requests_waiting, 1U);
    EXPECT_EQ(aula(world).requests_unanswered, 1U);
    world.fact(1, in_project({{TaskField::priority, "Høj"}}));
    world.fact(2, in_project({{TaskField::priority, "Middel"}}));
    EXPECT_EQ(aula(world).requests_waiting, 0U);
    EXPECT_EQ(aula(world).requests_unanswered, 0U);
}

TEST(Progress, PhaseAndThemeAreCountedApartAndAddUp) {
    World world;
    world.fact(1, in_project({{TaskField::phase, "Drift"}, {TaskField::theme, "Data"}}));
    world.fact(2, in_project({{TaskField::phase, "Drift"}, {TaskField::theme, "Test"}}));
    world.fact(3, in_project({{TaskField::phase, "Drift"}, {TaskField::theme, "Test"}}));
    world.fact(4, in_project());
    world.fact(5, {});
    const auto projects = engine::progress_by_project(world.state(), date("2024-02-01"));
    ASSERT_EQ(projects.size(), 2U);
    EXPECT_EQ(projects.at("").all.tasks, 1U);
    const auto& groups = projects.at("Aula").groups;
    ASSERT_EQ(groups.size(), 3U);
    EXPECT_EQ(groups.at({"", ""}).tasks, 1U);
    EXPECT_EQ(groups.at({"Drift", "Data"}).tasks, 1U);
    EXPECT_EQ(groups.at({"Drift", "Test"}).tasks, 2U);
}

} // namespace
} // namespace klik::test
