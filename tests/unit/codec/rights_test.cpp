#include "codec/rights.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::codec {
namespace {

using testing::HasSubstr;

Caller with(Rights rights, std::optional<domain::PersonId> person = {}) {
    return {"mail", rights, std::move(person)};
}

std::string refusal(const domain::Result<void>& result) {
    return result ? "" : result.error().code + ": " + result.error().text;
}

AskChange asking_for(std::optional<domain::PersonId> actor) {
    AskChange ask;
    ask.request.actor = std::move(actor);
    return ask;
}

TEST(RightsTest, HaveWordsAndNoOthers) {
    for (const Right right : all_rights) {
        EXPECT_EQ(right_word(canonical(right)), right);
        EXPECT_THAT(std::string{rights_allowed}, HasSubstr(std::string{canonical(right)}));
    }
    EXPECT_EQ(right_word(""), std::nullopt);
    EXPECT_EQ(right_word("Read"), std::nullopt);
    EXPECT_EQ(right_word("all"), std::nullopt);
}

TEST(RightsTest, AreASet) {
    const Rights rights{Right::read, Right::put};
    EXPECT_TRUE(rights.has(Right::put));
    EXPECT_FALSE(rights.has(Right::operate));
    EXPECT_TRUE(rights.has_any_of({Right::operate, Right::read}));
    EXPECT_FALSE(rights.has_any_of({}));
    EXPECT_TRUE(Rights{}.empty());
    EXPECT_TRUE(Rights::all().has(Right::act_for));
}

TEST(RightsTest, EachVerbNeedsItsOwn) {
    const std::map<std::string, Right> needed{
        {"open", Right::read},   {"ack", Right::read},        {"snapshot", Right::read},
        {"put", Right::put},     {"request", Right::request}, {"report", Right::report},
        {"local", Right::local}, {"clock", Right::operate},   {"admin", Right::operate}};
    for (const auto& [verb, right] : needed) {
        for (const Right each : all_rights) {
            EXPECT_EQ(check_verb(with({each}), verb).has_value(), each == right)
                << verb << " with " << canonical(each);
        }
    }
    EXPECT_TRUE(check_verb(with({}), "ping"));
}

TEST(RightsTest, QuestionsAreForReadersAndPeopleForThoseWhoReachThem) {
    for (const auto* what : {"tasks", "task", "history", "health", "why", "anything"}) {
        EXPECT_EQ(rights_for_query(what), Rights{Right::read}) << what;
    }
    EXPECT_EQ(rights_for_query("quarantine"), Rights{Right::operate});
    EXPECT_EQ(rights_for_query("person"), (Rights{Right::deliver, Right::operate}));
    const AskQuery names{.what = "person", .keys = {}, .after = {}};
    EXPECT_FALSE(check_message(with({Right::read}), "query", names));
    EXPECT_TRUE(check_message(with({Right::deliver}), "query", names));
    EXPECT_FALSE(check_verb(with({Right::put}), "query"));
}

TEST(RightsTest, AnUnknownVerbIsLeftToTheDecoderButNeverDone) {
    EXPECT_TRUE(check_verb(with({}), "fly"));
    EXPECT_THAT(refusal(check_message(with(Rights::all()), "fly", Ping{})), HasSubstr("forbidden"));
}

TEST(RightsTest, AnotherActorThanTheKeysOwnPersonNeedsActFor) {
    const Rights rights{Right::request};
    EXPECT_TRUE(check_message(with(rights), "request", asking_for({})));
    EXPECT_TRUE(check_message(with(rights, {{"p1"}}), "request", asking_for({{"p1"}})));
    EXPECT_THAT(refusal(check_message(with(rights, {{"p1"}}), "request", asking_for({{"p2"}}))),
                testing::AllOf(HasSubstr("act_for"), HasSubstr("own person is p1")));
    EXPECT_THAT(refusal(check_message(with(rights), "request", asking_for({{"p2"}}))),
                HasSubstr("no person of its own"));
    EXPECT_TRUE(
        check_message(with({Right::request, Right::act_for}), "request", asking_for({{"p2"}})));
}

TEST(RightsTest, ARefusalNamesTheKeyAndTheRight) {
    EXPECT_EQ(refusal(check_verb(with({}), "put")), "forbidden: the key mail lacks the right put");
    EXPECT_EQ(refusal(check_message(with({Right::read}), "query", AskQuery{"person", {}, {}})),
              "forbidden: the key mail lacks the right deliver or operate for the question person");
}

} // namespace
} // namespace klik::codec
