#include "codec/bounds_check.hpp"
#include "codec/payload_writer.hpp"
#include "codec/raw_value.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <gtest/gtest.h>

namespace klik::codec {
namespace {

using test::hex;

TEST(PayloadWriter, WritesEachValueInItsShortestForm) {
    const std::string bytes = write_map([](MapWriter& map) {
        map.nil("a");
        map.flag("b", true);
        map.count("c", 5);
        map.integer("d", -5);
        map.text("e", "x");
        map.bytes("f", "y");
        map.raw("g", hex("92 01 02"));
    });
    EXPECT_EQ(
        bytes,
        hex("87 a1 61 c0 a1 62 c3 a1 63 05 a1 64 fb a1 65 a1 78 a1 66 c4 01 79 a1 67 92 01 02"));
}

TEST(PayloadWriter, WritesDatesTimesAndSequencesAsText) {
    const std::string bytes = write_map([](MapWriter& map) {
        map.date("due", domain::date_from_iso("2024-02-29"));
        map.date("none", std::nullopt);
        map.time("time", domain::utc_from_rfc3339("2024-02-01T08:00:00.250+01:00").value());
        map.sequence("sequence", domain::Sequence{41});
        map.number("number", domain::TaskNumber{-3});
        map.numbers("numbers", std::vector<domain::TaskNumber>{domain::TaskNumber{1},
                                                               domain::TaskNumber{121850}});
    });
    EXPECT_EQ(test::json_of(bytes).dump(),
              R"({"due":"2024-02-29","none":null,"time":"2024-02-01T07:00:00.250Z",)"
              R"("sequence":"00000000000000000041","number":-3,"numbers":[1,121850]})");
}

TEST(PayloadWriter, JoinsTheParts) {
    EXPECT_EQ(write_map([](MapWriter& map) {
                  map.joined_text("id", {"epoch", "", ".", "7"});
                  map.joined_text("none", {});
              }),
              hex("82 a2 69 64 a7 65 70 6f 63 68 2e 37 a4 6e 6f 6e 65 a0"));
}

class MapOfSize : public testing::TestWithParam<std::size_t> {};

TEST_P(MapOfSize, HasAHeadOfTheRightWidth) {
    const std::string bytes = write_map([](MapWriter& map) {
        map.map("inner", [](MapWriter& inner) {
            for (std::size_t i = 0; i < GetParam(); ++i) {
                inner.count(std::to_string(i), i);
            }
        });
        map.text("behind", "it");
    });
    EXPECT_TRUE(check_bounds(bytes, stored_bounds));
    const auto head = read_head(raw_value(bytes, "inner"));
    ASSERT_TRUE(head);
    EXPECT_EQ(head->children, 2 * GetParam());
    EXPECT_EQ(head->head_bytes, GetParam() <= 15 ? 1U : GetParam() <= 65535 ? 3U : 5U);
    EXPECT_EQ(raw_value(bytes, "behind"), test::hex("a2 69 74"));
}

INSTANTIATE_TEST_SUITE_P(PayloadWriter, MapOfSize,
                         testing::Values(0U, 1U, 15U, 16U, 65535U, 65536U));

} // namespace
} // namespace klik::codec
