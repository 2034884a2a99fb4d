#include "klik/value.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace klik {
namespace {

TEST(Value, TellsItsType) {
    EXPECT_TRUE(Value{}.is_nil());
    EXPECT_TRUE(Value{true}.is_flag());
    EXPECT_FALSE(Value{true}.is_whole());
    EXPECT_TRUE(Value{7}.is_whole());
    EXPECT_TRUE(Value{1.5}.is_real());
    EXPECT_TRUE(Value{"text"}.is_text());
    EXPECT_TRUE(Value{Value::Bytes{}}.is_bytes());
    EXPECT_TRUE(Value{Value::List{}}.is_list());
    EXPECT_TRUE(Value::map().is_map());
}

TEST(Value, GivesAWholeNumberInEachWayThatItFits) {
    constexpr auto beyond_signed = std::numeric_limits<std::uint64_t>::max();
    EXPECT_EQ(Value{-3}.whole(), -3);
    EXPECT_EQ(Value{-3}.count(), std::nullopt);
    EXPECT_EQ(Value{std::uint64_t{3}}, Value{3});
    EXPECT_EQ(Value{beyond_signed}.count(), beyond_signed);
    EXPECT_EQ(Value{beyond_signed}.whole(), std::nullopt);
    EXPECT_EQ(Value{3}.real(), 3.0);
}

TEST(Value, ReadsWhatIsNotThereAsNilOrTheDefault) {
    const Value task = Value::map({{"title", "Opgave"}, {"ready", true}});
    EXPECT_EQ(task["title"].text(), "Opgave");
    EXPECT_TRUE(task["due_date"].is_nil());
    EXPECT_EQ(task["due_date"].text_or("-"), "-");
    EXPECT_EQ(task["ready"].text(), "");
    EXPECT_TRUE(task["ready"].flag_or(false));
    EXPECT_TRUE(task["title"].list().empty());
    EXPECT_TRUE(Value{5}["title"].is_nil());
    EXPECT_EQ(task.find("due_date"), nullptr);
}

TEST(Value, FollowsAPathThroughMapsAndLists) {
    const Value data =
        Value::map({{"items", Value::List{Value::map({{"text", Value::map({{"da", "Frist"}})}})}}});
    EXPECT_EQ(data.at("items.0.text.da").text(), "Frist");
    EXPECT_TRUE(data.at("items.1.text.da").is_nil());
    EXPECT_TRUE(data.at("items.0x").is_nil());
    EXPECT_TRUE(data.at("items.text").is_nil());
    EXPECT_EQ(data.at(""), data);
}

TEST(Value, KeepsTheOrderOfKeysAndComparesWithoutIt) {
    Value map = Value::map({{"b", 1}, {"a", 2}});
    map.set("c", 3).set("b", 4);
    ASSERT_EQ(map.entries().size(), 3U);
    EXPECT_EQ(map.entries()[0].first, "b");
    EXPECT_EQ(map.entries()[0].second, Value{4});
    EXPECT_EQ(map, Value::map({{"a", 2}, {"b", 4}, {"c", 3}}));
    EXPECT_NE(map, Value::map({{"a", 2}, {"b", 4}, {"c", 5}}));
    EXPECT_NE(map, Value::map({{"a", 2}, {"b", 4}}));
}

TEST(Value, BecomesAListOrMapWhenSomethingIsAdded) {
    Value list;
    list.add(1).add("two");
    EXPECT_EQ(list, (Value::List{1, "two"}));
    list.set("key", nullptr);
    EXPECT_EQ(list, Value::map({{"key", nullptr}}));
}

} // namespace
} // namespace klik
