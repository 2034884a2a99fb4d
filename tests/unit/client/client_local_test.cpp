#include "klik/client.hpp"
#include "unit/client/fake_control.hpp"

#include <gtest/gtest.h>

namespace klik::client {
namespace {

using Question = FakeControl::Question;
using Reply = FakeControl::Reply;

TEST(ClientLocal, SendsTheActionWithItsMapAndGivesTheNumber) {
    const FakeControl klikd{[](const Question&, const Reply& reply) {
        reply.answer("local.ok", Value::map({{"number", -3}, {"sequence", sequence_text(42)}}));
    }};
    auto client = Client::connect({.control = klikd.endpoint()});
    ASSERT_TRUE(client);
    const auto answer = client->local("add_task", Value::map({{"title", "Kursus"}}), "kursus-1");
    ASSERT_TRUE(answer) << answer.error().text;
    EXPECT_EQ(*answer, (LocalAnswer{-3, 42}));
    ASSERT_TRUE(client->local("add_edge", Value::map({{"number", 7}, {"prerequisite", -3}})));
    const auto asked = klikd.questions("local");
    ASSERT_EQ(asked.size(), 2U);
    EXPECT_EQ(asked[0].map["id"], Value{"kursus-1"});
    EXPECT_EQ(asked[0].map["add_task"], Value::map({{"title", "Kursus"}}));
    EXPECT_EQ(asked[1].map.find("id"), nullptr);
}

TEST(ClientLocal, GivesARefusalAsAnError) {
    const FakeControl klikd{[](const Question&, const Reply& reply) {
        reply.answer("error", Value::map({{"code", "not_found"}, {"text", "there is no task #7"}}));
    }};
    auto client = Client::connect({.control = klikd.endpoint()});
    ASSERT_TRUE(client);
    const auto answer = client->local("remove_task", Value::map({{"number", -7}}));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "not_found");
}

} // namespace
} // namespace klik::client
