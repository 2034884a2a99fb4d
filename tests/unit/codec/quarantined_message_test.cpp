#include "codec/quarantined_message.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <gtest/gtest.h>

namespace klik::codec {
namespace {

using test::json_of;

QuarantinedMessage sample() {
    QuarantinedMessage message;
    message.number = 7;
    message.topic = "platform/v1/9999/task/1\n\xff";
    message.payload = std::string{"\xc1\0", 2};
    message.bytes = 2;
    message.problem = {"malformed", "byte 0", "a type that msgpack never uses"};
    message.platform = "kombit";
    message.received = domain::utc_from_rfc3339("2024-02-01T07:00:00Z").value();
    message.last_seen = domain::utc_from_rfc3339("2024-02-02T07:00:00Z").value();
    message.times = 3;
    return message;
}

TEST(QuarantinedMessage, RowHasEverythingButThePayload) {
    EXPECT_EQ(json_of(quarantine_row(sample())).dump(),
              R"({"number":7,"topic":"platform/v1/9999/task/1??","frames":2,"bytes":2,)"
              R"("code":"malformed","path":"byte 0",)"
              R"("reason":"byte 0: a type that msgpack never uses",)"
              R"("platform":"kombit","received":"2024-02-01T07:00:00Z",)"
              R"("last_seen":"2024-02-02T07:00:00Z","times":3})");
}

TEST(QuarantinedMessage, DetailRowHasThePayloadAsItCame) {
    const auto payload = json_of(quarantine_detail_row(sample()))["payload"];
    ASSERT_TRUE(payload.is_binary());
    EXPECT_EQ(std::vector<std::uint8_t>{payload.get_binary()},
              (std::vector<std::uint8_t>{0xC1, 0}));
}

TEST(QuarantinedMessage, DetailRowShowsAtMost256KiB) {
    auto message = sample();
    message.payload.assign(most_quarantined_bytes_shown + 1, 'x');
    message.bytes = message.payload.size();
    const auto row = json_of(quarantine_detail_row(message));
    EXPECT_EQ(row["payload"].get_binary().size(), most_quarantined_bytes_shown);
    EXPECT_EQ(row["bytes"], most_quarantined_bytes_shown + 1);
}

TEST(QuarantinedMessage, FramesBehindTheTopicAreAListOfBytes) {
    EXPECT_EQ(pack_frames({}), test::hex("90"));
    EXPECT_EQ(pack_frames({std::string{"\0", 1}, ""}), test::hex("92 c4 01 00 c4 00"));
}

} // namespace
} // namespace klik::codec
