#include "codec/rule_set_toml.hpp"
#include "ctl/exit_code.hpp"
#include "ctl/rules_command.hpp"
#include "ctl/rules_show.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace klik::ctl {
namespace {

using testing::HasSubstr;
using testing::Not;

// docs/rules.md 8

const std::filesystem::path good_sets =
    std::filesystem::path{KLIK_SOURCE_DIR} / "tests/rule_sets/good";

std::string shown(const ShowRules& asked) {
    SampleConsole sample;
    EXPECT_EQ(show_rules(asked, sample.console), exit_code::done);
    return sample.out.str();
}

domain::RuleSet read_again(const std::string& toml) {
    auto rules = codec::parse_rule_set(toml, "shown.toml");
    if (!rules) {
        ADD_FAILURE() << rules.error()[0].sentence() << '\n' << toml;
        return codec::default_rules();
    }
    return *std::move(rules);
}

TEST(RulesShow, OfTheDefaultIsTheDefault) {
    const std::string toml = shown({.file = "", .effective = true, .project = ""});
    EXPECT_EQ(read_again(toml), codec::default_rules());
    EXPECT_THAT(toml, HasSubstr("yellow = \"14d\" # default"));
    EXPECT_THAT(toml, HasSubstr("name = \"Store bededag\" # default"));
}

TEST(RulesShow, ReadAgainIsTheSameRuleSetWholeOrTheFilesPartAlone) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator{good_sets}) {
        SCOPED_TRACE(entry.path());
        const std::string file = entry.path();
        const auto rules = read_rules(file);
        ASSERT_TRUE(rules);
        EXPECT_EQ(read_again(shown({file, true, ""})), rules->rules);
        EXPECT_EQ(read_again(shown({file, false, ""})), rules->rules);
        for (const auto& own : rules->rules.projects) {
            EXPECT_EQ(read_again(shown({file, true, own.project})), own.rules);
            EXPECT_EQ(read_again(shown({file, false, own.project})), own.rules);
        }
        ++files;
    }
    EXPECT_GE(files, 40U);
}

TEST(RulesShow, SaysOfEachValueWhereItComesFrom) {
    const std::string file = good_sets / "project_without_the_red_of_all.toml";
    const std::string all = shown({file, true, ""});
    EXPECT_THAT(all, HasSubstr("red = \"3d\" # " + file + ":3\n"));
    EXPECT_THAT(all, HasSubstr("yellow = \"14d\" # default\n"));
    EXPECT_THAT(all, HasSubstr("[project.\"Aula 2\".colour]\nyellow = \"1d\" # " + file + ":6\n"));
    const std::string project = shown({file, true, "Aula 2"});
    EXPECT_THAT(project,
                HasSubstr("[colour]\nyellow = \"1d\" # " + file + ":6, project \"Aula 2\"\n"));
    EXPECT_THAT(project, HasSubstr("run_at = \"08:00\" # default\n"));
    EXPECT_THAT(project, Not(HasSubstr("[project")));
    EXPECT_THAT(shown({file, true, "KP"}), HasSubstr("red = \"3d\" # " + file + ":3\n"));
}

TEST(RulesShow, TheFilesPartLeavesTheDefaultOut) {
    const std::string file = good_sets / "name_alone.toml";
    EXPECT_EQ(shown({file, false, ""}), "name = \"Korsbæk\" # " + file + ":2\n");
}

TEST(RulesShow, AFileWithFindingsShowsThem) {
    SampleConsole sample;
    const std::string file = good_sets.parent_path() / "bad/key_misspelt.toml";
    EXPECT_EQ(show_rules({file, true, ""}, sample.console), exit_code::refused_input);
    EXPECT_THAT(sample.out.str(), HasSubstr(file + ":3: there is no key `colour.yelow`"));
}

TEST(RulesShow, IsAListInJson) {
    SampleConsole sample;
    sample.console.json = true;
    const std::string file = good_sets / "project_without_the_red_of_all.toml";
    EXPECT_EQ(show_rules({file, false, ""}, sample.console), exit_code::done);
    EXPECT_THAT(sample.out.str(), HasSubstr("\"key\": \"project.\\\"Aula 2\\\".colour.red\""));
    EXPECT_THAT(sample.out.str(), HasSubstr("\"from\": \"" + file + ":3\""));
}

} // namespace
} // namespace klik::ctl
