#include "codec/rule_set_toml.hpp"

#include <gtest/gtest.h>

// docs/rules.md 8: a project's tables over the municipality's
namespace klik::codec {
namespace {

TEST(RuleSetProjects, OneWhoseTablesSayNothingOfItsOwnHasNoRulesOfItsOwn) {
    const auto rules = parse_rule_set("[project.KP]\n"
                                      "[project.Aula.colour]\nyellow = \"14d\"\n"
                                      "[project.FBS.colour]\nyellow = \"15d\"\n",
                                      "rules.toml");
    ASSERT_TRUE(rules);
    ASSERT_EQ(rules->projects.size(), 1U);
    EXPECT_EQ(rules->projects[0].project, "FBS");
    EXPECT_EQ(&rules->of_project("KP"), &*rules);
}

} // namespace
} // namespace klik::codec
