#include "chat/local_time.hpp"

#include <gtest/gtest.h>

namespace klik::chat {
namespace {

LocalTime at(const char* time) {
    return in_denmark(*common::time_from_rfc3339(time));
}

TEST(ChatLocalTime, FollowsSummerTime) {
    using std::chrono::hours;
    EXPECT_EQ(at("2024-03-31T00:59:00Z").after_midnight, std::chrono::minutes{119});
    EXPECT_EQ(at("2024-03-31T01:00:00Z").after_midnight, hours{3});
    EXPECT_EQ(at("2024-07-01T22:30:00Z").after_midnight, std::chrono::minutes{30});
    EXPECT_EQ(at("2024-07-01T22:30:00Z").date, common::date_from_iso("2024-07-02"));
}

TEST(ChatLocalTime, KnowsSummersFarAhead) {
    EXPECT_EQ(at("2061-07-01T10:00:00Z").after_midnight, std::chrono::hours{12});
    EXPECT_EQ(at("2061-07-01T10:00:00Z").date, common::date_from_iso("2061-07-01"));
    EXPECT_EQ(at("2061-01-01T10:00:00Z").after_midnight, std::chrono::hours{11});
}

} // namespace
} // namespace klik::chat
