#include "codec/payload_reader.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace klik::codec {
namespace {

using test::hex;

/// The problem that reading these bytes gives, as `path: text`; empty if none.
std::string refusal(std::string_view bytes, const std::function<void(MapReader&)>& read) {
    const auto payload = check_payload(bytes);
    if (!payload) {
        return payload.error().sentence();
    }
    Reading reading;
    MapReader map{reading, *payload};
    read(map);
    return reading.problem() ? reading.problem()->sentence() : "";
}

std::string refusal_of(const test::Json& json, const std::function<void(MapReader&)>& read) {
    return refusal(test::msgpack_of(json), read);
}

void read_nothing(MapReader& /*map*/) {}

TEST(PayloadReader, RefusesAnythingButAMap) {
    EXPECT_EQ(refusal(hex("93 01 02 03"), read_nothing), "not a map");
}

TEST(PayloadReader, RefusesAKeyThatComesTwice) {
    EXPECT_EQ(refusal(hex("82 a1 61 01 a1 61 02"), read_nothing), "a: there twice");
    EXPECT_EQ(refusal(hex("82 a1 61 01 d9 01 61 02"), read_nothing), "a: there twice");
}

TEST(PayloadReader, RefusesAKeyThatComesTwiceAmongMany) {
    std::string entries;
    for (char c = ' '; c < '~'; ++c) {
        entries.append("\xA1").append(1, c).append("\xC0");
    }
    EXPECT_EQ(refusal(std::string{"\xDE\x00\x5E", 3} + entries, read_nothing), "");
    EXPECT_EQ(refusal(std::string{"\xDE\x00\x5F", 3} + entries + "\xA1 \xC0", read_nothing),
              " : there twice");
}

TEST(PayloadReader, RefusesAKeyThatComesTwiceHoweverManyThereAre) {
    for (std::size_t keys = 2; keys <= 70; ++keys) {
        std::string map{"\xDE\x00", 2};
        map += static_cast<char>(keys);
        for (std::size_t i = 0; i < keys; ++i) {
            const std::size_t number = i + 1 < keys ? i : keys / 2 - 1;
            map.append("\xA2k").append(1, static_cast<char>('0' + number)).append("\xC0");
        }
        const std::string twice = std::string{"k"} + static_cast<char>('0' + keys / 2 - 1);
        EXPECT_EQ(refusal(map, read_nothing), twice + ": there twice") << keys;
    }
}

TEST(PayloadReader, NamesTheFirstKeyThatComesAgainAmongFew) {
    EXPECT_EQ(refusal(hex("85 a1 62 01 a1 63 01 a1 61 01 a1 63 02 a1 61 02"), read_nothing),
              "c: there twice");
}

TEST(PayloadReader, TellsKeysApartThatAreAlikeAtBothEnds) {
    EXPECT_EQ(refusal_of(test::Json::parse(R"({"axb": 1, "ayb": 2, "": 3, "a": 4})"),
                         [](MapReader& map) {
                             EXPECT_FALSE(map.optional("azb"));
                             EXPECT_EQ(map.required("ayb").integer(), 2);
                             EXPECT_EQ(map.required("axb").integer(), 1);
                             EXPECT_EQ(map.required("").integer(), 3);
                             EXPECT_EQ(map.required("a").integer(), 4);
                             map.close();
                         }),
              "");
}

TEST(PayloadReader, FindsEachKeyOfAWideMap) {
    test::Json wide;
    for (int i = 0; i < 300; ++i) {
        wide["key" + std::to_string(i)] = i;
    }
    EXPECT_EQ(refusal_of(wide,
                         [](MapReader& map) {
                             EXPECT_EQ(map.size(), 300U);
                             EXPECT_FALSE(map.optional("key300"));
                             for (int i = 0; i < 300; ++i) {
                                 EXPECT_EQ(map.required("key" + std::to_string(i)).integer(), i);
                             }
                             map.close();
                         }),
              "");
}

TEST(PayloadReader, HasNoEntriesOfAMapThatItRefused) {
    EXPECT_EQ(refusal(hex("82 a1 61 01 02 02"),
                      [](MapReader& map) {
                          EXPECT_EQ(map.size(), 0U);
                          EXPECT_FALSE(map.optional("a"));
                      }),
              "a key that is not text in UTF-8");
}

TEST(PayloadReader, RefusesAKeyThatComesTwiceFurtherDown) {
    EXPECT_EQ(refusal(hex("81 a4 64 61 74 61 82 a1 61 01 a1 61 02"),
                      [](MapReader& map) { MapReader data{map.required("data")}; }),
              "data.a: there twice");
}

TEST(PayloadReader, RefusesKeysThatAreNoTextInUtf8) {
    EXPECT_EQ(refusal(hex("81 01 02"), read_nothing), "a key that is not text in UTF-8");
    EXPECT_EQ(refusal(hex("81 a1 ff 02"), read_nothing), "a key that is not text in UTF-8");
}

TEST(PayloadReader, RefusesTextThatIsNoUtf8) {
    EXPECT_EQ(refusal(hex("81 a1 61 a2 c3 28"),
                      [](MapReader& map) { std::ignore = map.required("a").text(); }),
              "a: not valid UTF-8");
}

TEST(PayloadReader, NamesAMissingKey) {
    EXPECT_EQ(refusal_of(test::Json::parse(R"({"data": {}})"),
                         [](MapReader& map) {
                             MapReader data{map.required("data")};
                             std::ignore = data.required("number");
                         }),
              "data.number: missing");
}

TEST(PayloadReader, NamesAKeyThatIsNotKnown) {
    EXPECT_EQ(refusal_of(test::Json::parse(R"({"name": "x", "nmae": "y"})"),
                         [](MapReader& map) {
                             std::ignore = map.required("name");
                             map.close();
                         }),
              "nmae: not a key that is known here");
}

TEST(PayloadReader, GoesThroughWhatNobodyAskedForOnce) {
    EXPECT_EQ(refusal_of(test::Json::parse(R"({"z": 1, "b": 2, "a": 3})"),
                         [](MapReader& map) {
                             std::ignore = map.optional("b");
                             EXPECT_EQ(map.unread_count(), 2U);
                             std::map<std::string_view, std::int64_t> unread;
                             const auto note = [&](std::string_view key, const Value& value) {
                                 unread.emplace(key, value.integer());
                             };
                             map.each_unread(note);
                             map.each_unread(note);
                             EXPECT_EQ(unread, (std::map<std::string_view, std::int64_t>{
                                                   {"a", 3}, {"z", 1}}));
                             map.close();
                         }),
              "");
}

TEST(PayloadReader, FindsKeysInWhateverOrderTheyAreAskedFor) {
    EXPECT_EQ(refusal_of(test::Json::parse(R"({"a": 1, "b": 2, "c": 3})"),
                         [](MapReader& map) {
                             for (const auto* key : {"b", "c", "a", "a", "c"}) {
                                 EXPECT_EQ(map.required(key).integer(), key[0] - 'a' + 1);
                             }
                             EXPECT_FALSE(map.optional("d"));
                             EXPECT_EQ(map.required("a").integer(), 1);
                         }),
              "");
}

struct WrongValue {
    const char* json;
    std::function<void(const Value&)> read;
    const char* problem;
};

class Wrong : public testing::TestWithParam<WrongValue> {};

TEST_P(Wrong, IsRefusedWithItsPath) {
    const auto json = test::Json::parse(std::string{R"({"data": {"x": )"} + GetParam().json + "}}");
    EXPECT_EQ(refusal_of(json,
                         [](MapReader& map) {
                             MapReader data{map.required("data")};
                             GetParam().read(data.required("x"));
                         }),
              std::string{"data.x"} + GetParam().problem);
}

const auto read_text = [](const Value& value) { std::ignore = value.text({2, 4}); };
const auto read_date = [](const Value& value) { std::ignore = value.date(); };
const auto read_time = [](const Value& value) { std::ignore = value.time(); };
const auto read_sequence = [](const Value& value) { std::ignore = value.sequence(); };
const auto read_count = [](const Value& value) { std::ignore = value.count(10); };
const auto read_number = [](const Value& value) { std::ignore = value.number(); };
const auto read_platform_number = [](const Value& value) { std::ignore = value.number(1); };
const auto read_numbers = [](const Value& value) { std::ignore = value.numbers(1, 3); };
const auto read_flag = [](const Value& value) { std::ignore = value.flag(); };
const auto read_bytes = [](const Value& value) { std::ignore = value.bytes(); };

constexpr const char* no_date = ": not a date, which is text as YYYY-MM-DD between 1900 and 2199";
constexpr const char* no_time =
    ": not a time, which is text as in RFC 3339 with its offset: 2024-02-01T08:00:00+01:00";
constexpr const char* no_sequence = ": not a sequence, which is text of 20 digits";

INSTANTIATE_TEST_SUITE_P(
    PayloadReader, Wrong,
    testing::Values(WrongValue{"1", read_text, ": not text"},
                    WrongValue{"null", read_text, ": not text"},
                    WrongValue{R"("a")", read_text, ": not 2 to 4 characters long"},
                    WrongValue{R"("ææææc")", read_text, ": not 2 to 4 characters long"},
                    WrongValue{R"("2023-02-29")", read_date, no_date},
                    WrongValue{R"("04-03-2024")", read_date, no_date},
                    WrongValue{"20240304", read_date, no_date},
                    WrongValue{R"("2200-01-01")", read_date, no_date},
                    WrongValue{R"("2024-02-01T08:00:00")", read_time, no_time},
                    WrongValue{"1706774400", read_time, no_time},
                    WrongValue{R"("41")", read_sequence, no_sequence},
                    WrongValue{R"("99999999999999999999")", read_sequence, no_sequence},
                    WrongValue{"41", read_sequence, no_sequence},
                    WrongValue{"-1", read_count, ": not a whole number of zero or above"},
                    WrongValue{"1.0", read_count, ": not a whole number of zero or above"},
                    WrongValue{"11", read_count, ": a number above 10"},
                    WrongValue{R"("5")", read_number, ": not a whole number"},
                    WrongValue{"0", read_number, ": not a task number, which is never 0"},
                    WrongValue{"9223372036854775808", read_number,
                               ": a number above 9223372036854775807"},
                    WrongValue{"-4", read_platform_number, ": a number below 1"},
                    WrongValue{"7", read_numbers, ": not a list"},
                    WrongValue{"[1,2,3,4]", read_numbers, ": a list of more than 3"},
                    WrongValue{R"([1,"2"])", read_numbers, "[1]: not a whole number"},
                    WrongValue{R"("true")", read_flag, ": neither true nor false"},
                    WrongValue{R"("a")", read_bytes, ": not bytes"}));

TEST(PayloadReader, ReadsWhatFits) {
    EXPECT_EQ(refusal_of(test::Json::parse(R"({"text": "æøåa", "date": "2024-02-29", "least":
                          -9223372036854775808, "most": 9223372036854775807, "list": [3, 1]})"),
                         [](MapReader& map) {
                             EXPECT_EQ(map.required("text").text({2, 4}), "æøåa");
                             EXPECT_EQ(domain::iso_date(map.required("date").date()), "2024-02-29");
                             EXPECT_EQ(map.required("least").integer(),
                                       std::numeric_limits<std::int64_t>::min());
                             EXPECT_EQ(map.required("most").integer(),
                                       std::numeric_limits<std::int64_t>::max());
                             EXPECT_EQ(map.required("list").numbers().at(1).value, 1);
                             map.close();
                         }),
              "");
}

TEST(PayloadReader, TakesReckonedDatesBeyondThoseThatPeopleGive) {
    EXPECT_EQ(refusal_of(test::Json::parse(R"({"run": "2200-01-02", "bad": "2200-02-30"})"),
                         [](MapReader& map) {
                             EXPECT_EQ(domain::iso_date(map.required("run").reckoned_date()),
                                       "2200-01-02");
                             std::ignore = map.required("bad").reckoned_date();
                         }),
              "bad: not a date, which is text as YYYY-MM-DD");
}

TEST(PayloadReader, KeepsTheFirstOfSeveralProblems) {
    EXPECT_EQ(refusal_of(test::Json::parse(R"({"a": 1, "b": 2})"),
                         [](MapReader& map) {
                             std::ignore = map.required("b").text();
                             std::ignore = map.required("a").text();
                         }),
              "b: not text");
}

TEST(PayloadReader, ChecksTheContentOfValuesThatItDoesNotKnow) {
    const auto check = [](MapReader& map) { map.required("new").check_content(); };
    EXPECT_EQ(refusal_of(test::Json::parse(R"({"new": [1, {"a": ["x", null, 1.5]}]})"), check), "");
    EXPECT_EQ(refusal(hex("81 a3 6e 65 77 92 01 a1 ff"), check), "new[1]: not valid UTF-8");
    EXPECT_EQ(refusal(hex("81 a3 6e 65 77 91 82 a1 61 01 a1 61 02"), check),
              "new[0].a: there twice");
}

TEST(PayloadReader, KeepsAnEndlessKeyOutOfTheProblem) {
    const std::string problem =
        refusal_of(test::Json{{std::string(5000, 'k'), 1}}, [](MapReader& map) { map.close(); });
    EXPECT_LT(problem.size(), 200U);
}

} // namespace
} // namespace klik::codec
