#include "scenarios/scenario.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace klik::test {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(KLIK_SOURCE_DIR) / "tests" / "scenarios";

std::vector<std::string> scenario_names() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".scenario") {
            names.push_back(entry.path().stem().string());
        }
    }
    std::ranges::sort(names);
    return names;
}

class Scenario : public testing::TestWithParam<std::string> {};

TEST_P(Scenario, GoesAsItSays) {
    for (const auto& problem : play_scenario(folder / (GetParam() + ".scenario"))) {
        ADD_FAILURE() << problem;
    }
    EXPECT_FALSE(GetParam().empty());
}

INSTANTIATE_TEST_SUITE_P(Rules, Scenario, testing::ValuesIn(scenario_names()),
                         [](const auto& scenario) { return scenario.param; });

TEST(ScenarioPlayer, ReportsEveryStepThatGoesOtherwise) {
    const fs::path file = fs::path(testing::TempDir()) / "otherwise.scenario";
    std::ofstream(file) << "fact #1 due_date 2024-03-04\n"
                           "#1 is red, blocked, completed\n"
                           "clock 2024-02-19 08:00\n"
                           "told:\n"
                           "  nobody\n"
                           "fact #1 colour red\n"
                           "dance\n";
    const auto problems = play_scenario(file);
    ASSERT_EQ(problems.size(), 7U);
    EXPECT_EQ(problems[0], "line 2 (#1 is red, blocked, completed): expected 'red', found 'green'");
    fs::remove(file);
}

} // namespace
} // namespace klik::test
