#include "scenarios/scenario.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>

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

std::vector<std::string> lines_of(const std::string& name) {
    std::ifstream stream(folder / (name + ".scenario"));
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

/// The clauses of `-- docs/rules.md 5 and 7, gathering: ...`, none if the line is another.
std::set<char> clauses_of(const std::string& line) {
    static const std::regex form("-- docs/rules\\.md ([2-8])( and ([2-8]))?(, [^:]+)?: .+");
    std::set<char> clauses;
    if (std::smatch match; std::regex_match(line, match, form)) {
        clauses.insert(*match[1].first);
        if (match[3].matched) {
            clauses.insert(*match[3].first);
        }
    }
    return clauses;
}

TEST(Scenarios, NameTheirClausesAndLeaveNoneOut) {
    std::map<char, int> stories;
    for (const auto& name : scenario_names()) {
        const auto lines = lines_of(name);
        const auto clauses = lines.empty() ? std::set<char>{} : clauses_of(lines.front());
        EXPECT_FALSE(clauses.empty()) << name;
        for (const char clause : clauses) {
            ++stories[clause];
        }
    }
    for (const char clause : {'2', '3', '4', '5', '6', '7', '8'}) {
        EXPECT_GE(stories[clause], 10) << "docs/rules.md " << clause;
    }
}

TEST(Scenarios, AreManyAndAThirdIsAboutSilence) {
    const auto names = scenario_names();
    const auto silent = std::ranges::count_if(names, [](const auto& name) {
        return std::ranges::any_of(lines_of(name), [](const std::string& line) {
            return line.starts_with("-- Silence: ");
        });
    });
    EXPECT_GE(names.size(), 150U);
    EXPECT_GE(silent * 3, std::ssize(names));
}

TEST(Scenarios, AboutSilenceExpectThatNobodyIsTold) {
    for (const auto& name : scenario_names()) {
        const auto lines = lines_of(name);
        const bool silent = std::ranges::any_of(
            lines, [](const auto& line) { return line.starts_with("-- Silence: "); });
        EXPECT_TRUE(!silent || std::ranges::count(lines, "  nobody") > 0) << name;
    }
}

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
