#include "codec/stream_message.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <gtest/gtest.h>

// docs/protocol.md 3, "klikd and the platform": the verbs of a durable stream from its reader's
// side.
namespace klik::codec {
namespace {

using test::Json;

StreamAnswer answer(std::string_view verb, const Json& map) {
    return decode_stream_answer(verb, test::msgpack_of(map)).value();
}

std::string stream_problem(std::string_view verb, std::string_view payload) {
    const auto decoded = decode_stream_answer(verb, payload);
    return decoded ? "" : decoded.error().sentence();
}

constexpr const char* seven = "00000000000000000007";

TEST(StreamMessage, AsksWithTheKeysOfTheProtocolAndNoOthers) {
    const auto open = open_stream("klikd", {7}, 1000, 3);
    EXPECT_EQ(open.verb, "open");
    EXPECT_EQ(test::json_of(open.payload),
              (Json{{"name", "klikd"}, {"from", seven}, {"credit", 1000}, {"ref", 3}}));
    const auto ack = acknowledge_stream("e1", {7}, 5);
    EXPECT_EQ(ack.verb, "ack");
    EXPECT_EQ(test::json_of(ack.payload),
              (Json{{"epoch", "e1"}, {"sequence", seven}, {"credit", 5}}));
    EXPECT_EQ(ping_stream().verb, "ping");
    EXPECT_EQ(test::json_of(ping_stream().payload), Json::object());
}

TEST(StreamMessage, ReadsWhatAStreamSaysOfItselfAndPassesOverWhatIsNew) {
    const auto opened = std::get<StreamOpened>(
        answer("opened", {{"epoch", "e1"}, {"head", seven}, {"ref", 3}, {"new", Json::array()}}));
    EXPECT_EQ(opened.epoch, "e1");
    EXPECT_EQ(opened.head.value, 7U);
    EXPECT_EQ(opened.ref, 3U);
    const auto beat = std::get<StreamBeat>(
        answer("heartbeat", {{"epoch", "e1"}, {"head", seven}, {"sent", seven}}));
    EXPECT_EQ(beat.sent.value, 7U);
    EXPECT_EQ(std::get<StreamGone>(answer("gone", {{"first", seven}})).first.value, 7U);
    const auto refused =
        std::get<StreamRefused>(answer("error", {{"code", "busy"}, {"text", "later"}}));
    EXPECT_EQ(refused.problem.code, "busy");
    EXPECT_EQ(refused.problem.text, "later");
    EXPECT_TRUE(std::holds_alternative<StreamAside>(answer("pong", Json::object())));
}

TEST(StreamMessage, APlatformsErrorIsFitForALogLine) {
    const auto refused = std::get<StreamRefused>(
        answer("error", {{"code", "bu\nsy"}, {"text", "later\r\n[K120] a line of its own"}}));
    EXPECT_EQ(refused.problem.code, "bu?sy");
    EXPECT_EQ(refused.problem.text, "later??[K120] a line of its own");
}

TEST(StreamMessage, NamesWhatIsWrong) {
    const auto of = [](std::string_view verb, const Json& map) {
        return stream_problem(verb, test::msgpack_of(map));
    };
    EXPECT_EQ(of("opened", {{"head", seven}, {"ref", 3}}), "epoch: missing");
    EXPECT_EQ(of("opened", {{"epoch", "e1"}, {"head", 7}, {"ref", 3}}),
              "head: not a sequence, which is text of 20 digits");
    EXPECT_EQ(of("heartbeat", {{"epoch", "e1"}, {"head", seven}}), "sent: missing");
    EXPECT_EQ(of("gone", Json::object()), "first: missing");
    EXPECT_EQ(of("error", {{"text", "why"}}), "code: missing");
    EXPECT_EQ(of("gone", Json::array()), "not a map");
    EXPECT_NE(stream_problem("gone", std::string(100'000, '\x91')), "");
    EXPECT_NE(stream_problem("gone", ""), "");
}

} // namespace
} // namespace klik::codec
