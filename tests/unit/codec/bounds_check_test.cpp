#include "codec/bounds_check.hpp"
#include "codec/raw_value.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <gtest/gtest.h>

namespace klik::codec {
namespace {

using test::hex;
using test::problem_of;

std::string nested(std::size_t depth) {
    return std::string(depth - 1, '\x91') + '\x90';
}

TEST(BoundsCheck, TakesEveryKindOfValue) {
    const auto json = test::Json::parse(R"({"a": [1, -1, 300, -300, 70000, -70000, 5000000000,
        -5000000000, 1.5, true, false, null, "", "text"], "b": {"c": []}})");
    EXPECT_EQ(problem_of(check_bounds(test::msgpack_of(json))), "");
    EXPECT_EQ(problem_of(check_bounds(hex("c4 03 01 02 03"))), "");
    EXPECT_EQ(problem_of(check_bounds(hex("80"))), "");
}

TEST(BoundsCheck, RefusesNothingAtAll) {
    EXPECT_EQ(problem_of(check_bounds("")), "byte 0: the message ends where a value is due");
}

TEST(BoundsCheck, RefusesEveryTruncation) {
    const std::string whole = test::msgpack_of(test::Json::parse(
        R"({"number": 121850, "text": "Etabler projektorganisation for hele kommunen",
            "list": [1, 70000, [null, {"deep": -70000}]]})"));
    ASSERT_TRUE(check_bounds(whole));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        EXPECT_FALSE(check_bounds(std::string_view{whole}.substr(0, length))) << length;
    }
}

TEST(BoundsCheck, RefusesBytesBehindTheEnd) {
    EXPECT_EQ(problem_of(check_bounds(hex("80 c0"))),
              "byte 1: bytes behind the end of the message");
}

TEST(BoundsCheck, TakesSixteenLevelsAndNotSeventeen) {
    EXPECT_EQ(problem_of(check_bounds(nested(16))), "");
    EXPECT_EQ(problem_of(check_bounds(nested(17))),
              "byte 16: lists and maps nested more than 16 deep");
    EXPECT_FALSE(check_bounds(nested(1'000'000)));
}

TEST(BoundsCheck, CountsLevelsNotContainers) {
    EXPECT_EQ(
        problem_of(check_bounds('\xDC' + std::string("\x01\x00", 2) + std::string(256, '\x90'))),
        "");
}

TEST(BoundsCheck, RefusesFiveBytesThatClaimFourThousandMillionValues) {
    EXPECT_EQ(problem_of(check_bounds(hex("dd ff ff ff ff"))),
              "byte 0: a list or map that claims more values than bytes are left");
    EXPECT_FALSE(check_bounds(hex("df ff ff ff ff")));
    EXPECT_FALSE(check_bounds(hex("df 80 00 00 00 c0 c0")));
}

TEST(BoundsCheck, NamesTheListThatClaimsTooMuchAndNotTheEndOfTheMessage) {
    EXPECT_EQ(problem_of(check_bounds(hex("91 93 01"))),
              "byte 1: a list or map that claims more values than bytes are left");
}

TEST(BoundsCheck, RefusesAMapWithoutBytesForItsValues) {
    EXPECT_FALSE(check_bounds(hex("82 c0 c0 c0")));
}

TEST(BoundsCheck, RefusesStringsThatClaimTooMuch) {
    EXPECT_EQ(problem_of(check_bounds(hex("db ff ff ff ff 61"))),
              "byte 0: a string that claims more bytes than are left");
    EXPECT_FALSE(check_bounds(hex("c6 ff ff ff ff 61")));
    EXPECT_FALSE(check_bounds(hex("a5 61 62")));
}

TEST(BoundsCheck, TakesStringsOf64KiBAndNotOneByteMore) {
    EXPECT_TRUE(check_bounds(test::msgpack_of(std::string(65536, 'a'))));
    EXPECT_EQ(problem_of(check_bounds(test::msgpack_of(std::string(65537, 'a')))),
              "byte 0: a string of more than 64 KiB");
    EXPECT_TRUE(check_bounds(test::msgpack_of(std::string(65537, 'a')), stored_bounds));
}

TEST(BoundsCheck, RefusesExtensionTypesAndTheUnusedByte) {
    for (const char* bytes : {"c1", "c7 01 05 00", "c8 00 01 05 00", "c9 00 00 00 01 05 00",
                              "d4 05 00", "d6 ff 00 00 00 00", "91 d5 05 00 00"}) {
        EXPECT_FALSE(check_bounds(hex(bytes))) << bytes;
    }
}

TEST(BoundsCheck, RefusesMoreNodesThanTheBound) {
    const auto list_of = [](std::size_t size) {
        return test::msgpack_of(test::Json(std::vector<int>(size, 1)));
    };
    EXPECT_TRUE(check_bounds(list_of(99'999)));
    EXPECT_EQ(problem_of(check_bounds(list_of(100'000))),
              "byte 100004: more values in one message than are taken");
}

TEST(BoundsCheck, RefusesAMessageAboveOneMebibyteAsTooLarge) {
    const std::string too_large(1024UL * 1024 + 1, '\xC0');
    const auto checked = check_bounds(too_large);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, "too_large");
}

TEST(RawValue, GivesTheBytesOfAValueAsTheyStand) {
    // {"a": [1, {"b": nil}], "c": "x", "d": 5 in nine bytes}
    const std::string map =
        hex("83 a1 61 92 01 81 a1 62 c0 a1 63 a1 78 a1 64 cf 00 00 00 00 00 00 00 05");
    EXPECT_EQ(raw_value(map, "a"), hex("92 01 81 a1 62 c0"));
    EXPECT_EQ(raw_value(map, "c"), hex("a1 78"));
    EXPECT_EQ(raw_value(map, "d"), hex("cf 00 00 00 00 00 00 00 05"));
    EXPECT_EQ(raw_value(map, "b"), "");
    EXPECT_EQ(raw_value(hex("93 01 02 03"), "a"), "");
}

TEST(RawValue, FindsKeysWhateverTheWidthOfTheirLength) {
    EXPECT_EQ(raw_value(hex("81 d9 01 61 07"), "a"), hex("07"));
}

TEST(WholeNumber, IsReadInEachForm) {
    const auto number = [](std::string_view bytes) {
        const auto read = whole_number(hex(bytes));
        return read ? (read->negative ? "-" : "+") + std::to_string(read->bits) : "none";
    };
    EXPECT_EQ(number("00"), "+0");
    EXPECT_EQ(number("7f"), "+127");
    EXPECT_EQ(number("cc 80"), "+128");
    EXPECT_EQ(number("cd ff ff"), "+65535");
    EXPECT_EQ(number("ce ff ff ff ff"), "+4294967295");
    EXPECT_EQ(number("cf ff ff ff ff ff ff ff ff"), "+18446744073709551615");
    EXPECT_EQ(number("d0 7f"), "+127");
    EXPECT_EQ(number("d2 00 01 00 00"), "+65536");
    const auto bits = [](std::int64_t value) {
        return '-' + std::to_string(static_cast<std::uint64_t>(value));
    };
    EXPECT_EQ(number("ff"), bits(-1));
    EXPECT_EQ(number("e0"), bits(-32));
    EXPECT_EQ(number("d0 80"), bits(-128));
    EXPECT_EQ(number("d1 80 00"), bits(-32768));
    EXPECT_EQ(number("d2 80 00 00 00"), bits(-2147483648));
    EXPECT_EQ(number("d3 80 00 00 00 00 00 00 00"), bits(std::numeric_limits<std::int64_t>::min()));
    for (const char* other :
         {"c0", "c2", "c3", "ca 3f 80 00 00", "a1 31", "90", "80", "c4 01 31"}) {
        EXPECT_EQ(number(other), "none") << other;
    }
}

TEST(RealNumber, IsReadInBothForms) {
    EXPECT_EQ(real_number(hex("ca 3f c0 00 00")), 1.5);
    EXPECT_EQ(real_number(hex("cb c0 04 00 00 00 00 00 00")), -2.5);
    EXPECT_EQ(real_number(hex("01")), std::nullopt);
}

} // namespace
} // namespace klik::codec
