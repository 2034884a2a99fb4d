#include "common/server_place.hpp"

#include <gtest/gtest.h>

namespace klik::common {
namespace {

TEST(ServerPlace, HasHostAndPort) {
    const auto whole = [](std::string_view text) {
        const auto place = server_place(text);
        return std::string{place.host} + " " + std::string{place.port};
    };
    EXPECT_EQ(whole("mail.example:25"), "mail.example 25");
    EXPECT_EQ(whole("mail.example"), "mail.example ");
    EXPECT_EQ(whole("[::1]:25"), "[::1] 25");
    EXPECT_EQ(whole("[::1]"), "[::1] ");
}

TEST(ServerPlace, APortIsOneThatThereCanBe) {
    EXPECT_TRUE(is_port("1") && is_port("65535"));
    for (const char* wrong : {"", "0", "65536", "99999", "25a", "-1", " 25"}) {
        EXPECT_FALSE(is_port(wrong)) << wrong;
    }
}

TEST(ServerPlace, KnowsThisMachine) {
    EXPECT_TRUE(is_loopback("localhost") && is_loopback("127.0.0.1") && is_loopback("[::1]"));
    EXPECT_FALSE(is_loopback("localhost.example") || is_loopback("::") || is_loopback(""));
}

} // namespace
} // namespace klik::common
