#include "calendar/multistatus.hpp"

#include <gtest/gtest.h>

namespace klik::calendar {
namespace {

TEST(MultiStatus, NamesWhatIsThereAndWhatIsGone) {
    const auto answer = read_multistatus(R"(<?xml version="1.0"?>
<x:multistatus xmlns:x="DAV:">
  <x:response>
    <x:href>/klik/p7/9999-1.ics</x:href>
    <x:propstat><x:prop><x:getetag>"a&amp;b"</x:getetag></x:prop><x:status>HTTP/1.1 200 OK</x:status></x:propstat>
  </x:response>
  <x:response><x:href>/klik/p7/9999-2.ics</x:href><x:status>HTTP/1.1 404 Not Found</x:status></x:response>
  <x:sync-token>http://example.org/7</x:sync-token>
</x:multistatus>)");
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->members.size(), 2U);
    EXPECT_EQ(answer->members[0].href, "/klik/p7/9999-1.ics");
    EXPECT_EQ(answer->members[0].etag, "\"a&b\"");
    EXPECT_EQ(answer->members[0].status, 0) << "that of its properties is not its own";
    EXPECT_EQ(answer->members[1].status, 404);
    EXPECT_EQ(answer->sync_token, "http://example.org/7");
}

TEST(MultiStatus, IsNoneForAnythingElse) {
    EXPECT_FALSE(read_multistatus(""));
    EXPECT_FALSE(read_multistatus("<html><body>Login</body></html>"));
    EXPECT_FALSE(read_multistatus("<multistatus/>")) << "in no namespace";
    EXPECT_FALSE(read_multistatus("<d:multistatus xmlns:d=\"DAV:\"><d:response>")) << "cut off";
}

TEST(MultiStatus, RefusesDefinitionsAndDepths) {
    EXPECT_FALSE(read_multistatus(
        R"(<!DOCTYPE a [<!ENTITY b "c">]><d:multistatus xmlns:d="DAV:">&b;</d:multistatus>)"));
    std::string deep{"<d:multistatus xmlns:d=\"DAV:\">"};
    for (int i = 0; i < 1000; ++i) {
        deep += "<d:prop>";
    }
    EXPECT_FALSE(read_multistatus(deep));
}

TEST(Condition, SaysWhatIsWrong) {
    const auto token = R"(<d:error xmlns:d="DAV:"><d:valid-sync-token/></d:error>)";
    const auto item = R"(<d:error xmlns:d="DAV:"><c:no-uid-conflict )"
                      R"(xmlns:c="urn:ietf:params:xml:ns:caldav"/></d:error>)";
    EXPECT_TRUE(says_unknown_token(token));
    EXPECT_FALSE(says_unknown_token(item));
    EXPECT_FALSE(says_unknown_token("valid-sync-token"));
    EXPECT_TRUE(names_caldav_condition(item));
    EXPECT_FALSE(names_caldav_condition(token));
}

} // namespace
} // namespace klik::calendar
