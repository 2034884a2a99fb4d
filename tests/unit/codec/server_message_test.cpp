#include "codec/server_message.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <gtest/gtest.h>

namespace klik::codec {
namespace {

using test::json_of;

const Ref ref = test::hex("a1 72");

TEST(ServerMessage, CarriesSequencesAsTwentyDigitsAndTheReferenceLast) {
    const ServerMessage message = opened(ref, "e1", {1}, {41}, {40}, 100);
    EXPECT_EQ(message.verb, "opened");
    EXPECT_EQ(json_of(message.payload).dump(),
              R"({"epoch":"e1","first":"00000000000000000001","head":"00000000000000000041",)"
              R"("start":"00000000000000000040","credit":100,"ref":"r"})");
}

TEST(ServerMessage, LeavesTheReferenceOutWhereTheQuestionHadNone) {
    EXPECT_EQ(json_of(pong({}, "e1", {7}).payload).dump(),
              R"({"epoch":"e1","head":"00000000000000000007"})");
    EXPECT_FALSE(json_of(heartbeat("e1", {7}, {6}).payload).contains("ref"));
}

TEST(ServerMessage, TellsTheTimeWithAPongWhereTheClockIsAVirtualOne) {
    using namespace std::chrono_literals;
    const domain::UtcTime now{std::chrono::sys_days{2024y / 2 / 19} + 7h};
    EXPECT_EQ(json_of(pong({}, "e1", {7}, now).payload).dump(),
              R"({"epoch":"e1","head":"00000000000000000007","now":"2024-02-19T07:00:00Z"})");
}

TEST(ServerMessage, SaysWhatBecameOfAMessageInQuarantine) {
    EXPECT_EQ(quarantine_taken(ref, 7, {9}, false).verb, "admin.ok");
    EXPECT_EQ(json_of(quarantine_taken(ref, 7, {9}, false).payload).dump(),
              R"({"do":"quarantine_retry","number":7,"sequence":"00000000000000000009",)"
              R"("duplicate":false,"ref":"r"})");
    EXPECT_EQ(json_of(quarantine_dropped({}, 7, {9}).payload).dump(),
              R"({"do":"quarantine_drop","number":7,"sequence":"00000000000000000009"})");
}

TEST(ServerMessage, AnswersPutsRequestsAndClocks) {
    EXPECT_EQ(json_of(put_ok(ref, "f-1", {9}, true).payload).dump(),
              R"({"id":"f-1","sequence":"00000000000000000009","duplicate":true,"ref":"r"})");
    EXPECT_EQ(request_accepted(ref, "c-1", {9}).verb, "request.accepted");
    const ServerMessage refused =
        request_refused({}, "c-1", "complete_blocked",
                        {{"complete_blocked", "#5 waits for #6.", {domain::TaskNumber{6}}}});
    EXPECT_EQ(json_of(refused.payload).dump(),
              R"({"id":"c-1","reason":"complete_blocked","violations":[{"rule":)"
              R"("complete_blocked","text":"#5 waits for #6.","blocked_by":[6]}]})");
    EXPECT_EQ(
        json_of(clock_ok({}, domain::utc_from_rfc3339("2024-02-19T12:00:00Z").value()).payload)
            .dump(),
        R"({"now":"2024-02-19T12:00:00Z"})");
}

TEST(ServerMessage, PutsRowsIntoAResultAsTheyStand) {
    const ServerMessage message =
        result({}, "tasks", {3}, {test::hex("81 a1 61 01"), test::hex("80")}, "5");
    EXPECT_EQ(json_of(message.payload).dump(),
              R"({"what":"tasks","at":"00000000000000000003","rows":[{"a":1},{}],"next":"5"})");
}

TEST(ServerMessage, SaysWhatWasWrongAndAboutWhichVerb) {
    const ServerMessage message =
        error(ref, {"malformed", "data.due_date", "not a date"}, "pu\x01\xFFt");
    EXPECT_EQ(
        json_of(message.payload).dump(),
        R"({"code":"malformed","text":"data.due_date: not a date","about":"pu??t","ref":"r"})");
}

} // namespace
} // namespace klik::codec
