#include "daemon/rule_file.hpp"
#include "unit/daemon/daemon_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

MunicipalitySettings with_rules(const std::string& path) {
    return {{"9999"}, "Korsbæk Kommune", {}, {}, path};
}

TEST(RuleFileTest, WithoutAPathTheDefaultRulesHold) {
    const auto file = load_rule_file({});
    ASSERT_TRUE(file);
    EXPECT_FALSE(file->rules.name.empty());
    EXPECT_FALSE(file->toml.empty());
}

TEST(RuleFileTest, AFileIsReadAndItsTextKept) {
    const test::TemporaryFolder folder;
    const std::string text = "[colour]\nyellow = \"30d\"\n";
    const auto file = load_rule_file(folder.file("rules.toml", text));
    ASSERT_TRUE(file);
    EXPECT_EQ(file->rules.yellow, (domain::DayCount{30, false}));
    EXPECT_EQ(file->toml, text);
}

TEST(RuleFileTest, EveryMistakeInEveryFileIsNamed) {
    const test::TemporaryFolder folder;
    const auto files =
        load_rule_files({with_rules(folder.file("a.toml", "[colour]\nyelow = 1\n")), with_rules(""),
                         with_rules((folder.path() / "none.toml").native())});
    ASSERT_FALSE(files);
    const auto& problems = files.error().problems;
    ASSERT_EQ(problems.size(), 3U) << "those of each municipality by themselves";
    EXPECT_THAT(problems[0].at(0).sentence(), testing::HasSubstr("a.toml:2"));
    EXPECT_TRUE(problems[1].empty());
    EXPECT_THAT(problems[2].at(0).sentence(), testing::HasSubstr("none.toml: cannot be read"));
    EXPECT_EQ(files.error().all().size(), 2U);
}

} // namespace
} // namespace klik::daemon
