#include "ctl/json_text.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace klik::ctl {
namespace {

TEST(JsonText, KeepsTypesAndTheOrderOfKeys) {
    const Value value = Value::map({{"title", "Gør \"det\""},
                                    {"due_date", nullptr},
                                    {"ready", true},
                                    {"number", -121850},
                                    {"large", std::numeric_limits<std::uint64_t>::max()},
                                    {"real", 0.5},
                                    {"bytes", Value::Bytes{std::byte{0x0a}, std::byte{0xff}}},
                                    {"blocked_by", Value::List{1, Value::map()}}});
    EXPECT_EQ(to_json(value, JsonForm::one_line),
              R"({"title":"Gør \"det\"","due_date":null,"ready":true,"number":-121850,)"
              R"("large":18446744073709551615,"real":0.5,"bytes":"0aff","blocked_by":[1,{}]})");
}

TEST(JsonText, IsIndentedForPeople) {
    EXPECT_EQ(to_json(Value::map({{"a", 1}})), "{\n  \"a\": 1\n}");
    EXPECT_EQ(to_json(Value::List{}), "[]");
}

TEST(JsonText, SpellsOutWhatATerminalWouldTakeForCommands) {
    EXPECT_EQ(to_json(Value{"a\x1b"
                            "b\x7f\xc2\x9b"
                            "c\xc3\x9b"},
                      JsonForm::one_line),
              "\"a\\u001bb\\u007f\\u009bc\xc3\x9b\"");
}

TEST(JsonText, ShowsAnEventAsItsEnvelope) {
    const Event event{.topic = "klik/v1/9999/state/7",
                      .kind = "state",
                      .subject = "7",
                      .id = "e1.5",
                      .source = "/klik/9999",
                      .type = "dk.klik.task.state.v1",
                      .time = "2024-02-01T07:00:00Z",
                      .epoch = "e1",
                      .causation_id = "e1.4",
                      .sequence = 5,
                      .previous = 0,
                      .data = Value::map({{"number", 7}})};
    const Value envelope = envelope_of(event);
    EXPECT_EQ(envelope["sequence"], Value{"00000000000000000005"});
    EXPECT_EQ(envelope["causationid"], Value{"e1.4"});
    EXPECT_EQ(envelope.at("data.number"), Value{7});
}

} // namespace
} // namespace klik::ctl
