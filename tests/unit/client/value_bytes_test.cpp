#include "client/value_bytes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace klik::client {
namespace {

using testing::HasSubstr;
using namespace std::string_literals;

TEST(ValueBytes, ComeBackAsTheValueThatTheyWereMadeOf) {
    const Value value = Value::map({{"nil", nullptr},
                                    {"flag", false},
                                    {"below", -121850},
                                    {"large", std::numeric_limits<std::uint64_t>::max()},
                                    {"real", 0.25},
                                    {"text", "Korsbæk"},
                                    {"bytes", Value::Bytes{std::byte{0}, std::byte{255}}},
                                    {"list", Value::List{1, Value::List{}, Value::map(),
                                                         Value::map({{"deep", Value::List{2}}})}},
                                    {"last", "behind a list"}});
    const auto read = from_bytes(to_bytes(value));
    ASSERT_TRUE(read) << read.error().text;
    EXPECT_EQ(*read, value);
    EXPECT_EQ(read->entries().back().first, "last");
}

TEST(ValueBytes, OfAPayloadInQuarantineAreReadUpTo256KiB) {
    EXPECT_TRUE(from_bytes(to_bytes(Value{Value::Bytes(256UL * 1024)})));
    EXPECT_FALSE(from_bytes(to_bytes(Value{Value::Bytes(256UL * 1024 + 1)})));
}

TEST(ValueBytes, OfAScalarAloneAreRead) {
    EXPECT_EQ(from_bytes("\x07").value(), Value{7});
    EXPECT_EQ(from_bytes("\xc0").value(), Value{});
    EXPECT_EQ(from_bytes("\xca\x3e\x80\x00\x00"s).value(), Value{0.25});
}

TEST(ValueBytes, AreRefusedWithTheirPlaceWhenTheyAreWrong) {
    const auto refused = [](const std::string& bytes) {
        const auto read = from_bytes(bytes);
        EXPECT_FALSE(read);
        EXPECT_EQ(read ? "" : read.error().code, "unreadable");
        return read ? "" : read.error().text;
    };
    EXPECT_THAT(refused(""), HasSubstr("byte 0"));
    EXPECT_THAT(refused("\xdd\xff\xff\xff\xff"), HasSubstr("more values than bytes"));
    EXPECT_THAT(refused("\xc0\xc0"), HasSubstr("behind the end"));
    EXPECT_THAT(refused("\x82\xa1"
                        "a\xc0\xa1"
                        "a\xc0"),
                HasSubstr("a: there twice"));
    EXPECT_THAT(refused("\x81\x01\xc0"), HasSubstr("key"));
    EXPECT_THAT(refused("\xa1\xff"), HasSubstr("UTF-8"));
    EXPECT_THAT(refused(std::string(17, '\x91') + "\xc0"), HasSubstr("16 deep"));
}

} // namespace
} // namespace klik::client
