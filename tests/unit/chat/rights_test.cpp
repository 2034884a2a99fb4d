#include "chat/rights.hpp"
#include "unit/chat/sample.hpp"

#include <gtest/gtest.h>

namespace klik::chat {
namespace {

Value role(const char* name, const char* person) {
    return Value::map({{"role", name}, {"person", person}, {"projects", Value::List{}}});
}

TEST(ChatRights, AreTheAssigneesAndTheResponsibles) {
    EXPECT_TRUE(may_change("jonas", sample_state(), {}));
    EXPECT_TRUE(may_change("birgitte", sample_state(), {}));
    EXPECT_FALSE(may_change("eva", sample_state(), {}));
}

TEST(ChatRights, AreNobodysOnATaskThatNobodyHas) {
    auto state = sample_state();
    state.set("assignee", nullptr);
    state.set("responsible", nullptr);
    EXPECT_FALSE(may_change("", state, {}));
}

TEST(ChatRights, PassToADeputyOfThatPersonInThatRole) {
    auto deputy = role("assignee", "eva");
    deputy.set("deputy_of", "jonas");
    EXPECT_TRUE(may_change("eva", sample_state(), {deputy}));
    deputy.set("deputy_of", "mads");
    EXPECT_FALSE(may_change("eva", sample_state(), {deputy}));
}

TEST(ChatRights, AreTheProjectLeadersInTheProjectAlone) {
    auto leader = role("project_leader", "eva");
    EXPECT_TRUE(may_change("eva", sample_state(), {leader}));
    leader.set("projects", Value::List{Value{"Dubu 3.0"}});
    EXPECT_TRUE(may_change("eva", sample_state(), {leader}));
    leader.set("projects", Value::List{Value{"Aula"}});
    EXPECT_FALSE(may_change("eva", sample_state(), {leader}));
    EXPECT_TRUE(may_change("eva", sample_state(), {role("klik_administrator", "eva")}));
    EXPECT_FALSE(may_change("eva", sample_state(), {role("chef", "eva")}));
}

TEST(ChatRights, GoWithThePlaceOfWhoeverWasReplacedOrErased) {
    auto leader = role("project_leader", "eva");
    leader.set("replaced_by", "mia");
    EXPECT_TRUE(may_change("mia", sample_state(), {leader}));
    EXPECT_FALSE(may_change("eva", sample_state(), {leader}));
    leader.set("left", true);
    EXPECT_FALSE(may_change("mia", sample_state(), {leader}));
}

} // namespace
} // namespace klik::chat
