#include "unit/client/fake_stream.hpp"

namespace klik::client {
namespace {

using namespace std::chrono_literals;
using test::next_sequence;
using test::options_for;
using test::Question;
using test::Reply;
using test::run_until;
using test::say_events;
using test::say_opened;

/// A stream that has read 1 to 4 and knows that there is nothing up to 6; then its session ends,
/// and `restored` answers.
Error end_of_stream_after(const FakeControl::Handler& restored) {
    const FakeControl klikd{[&](const Question& question, const Reply& reply) {
        if (question.connection > 1) {
            restored(question, reply);
        } else if (question.verb == "open") {
            say_opened(reply, 0);
            say_events(reply, 1, 4);
            reply.say("heartbeat", Value::map({{"epoch", "e1"},
                                               {"head", sequence_text(9)},
                                               {"sent", sequence_text(6)}}));
        } else if (question.verb == "ack") {
            reply.answer("error", Value::map({{"code", "timeout"}, {"text", "silent"}}));
        }
    }};
    auto stream = DurableStream::open(options_for(klikd)).value();
    for (Sequence sequence = 1; sequence <= 4; ++sequence) {
        EXPECT_EQ(next_sequence(stream), sequence);
    }
    run_until(stream, [&] { return stream.complete_up_to() == 6; });
    stream.acknowledge(4);
    for (int round = 0; round < 400; ++round) {
        const auto event = stream.next(5ms);
        if (!event) {
            return event.error();
        }
    }
    return {"none", "the stream has not ended"};
}

TEST(RestoredJournal, ShowsByAHeadBelowWhatWasRead) {
    EXPECT_EQ(end_of_stream_after([](const Question&, const Reply& reply) {
                  reply.answer("opened", Value::map({{"epoch", "e1"},
                                                     {"first", sequence_text(1)},
                                                     {"head", sequence_text(5)},
                                                     {"start", sequence_text(2)},
                                                     {"credit", 1000}}));
              }).code,
              "wrong_epoch");
}

TEST(RestoredJournal, ShowsByAnotherEventWhereTheLastOneStood) {
    EXPECT_EQ(end_of_stream_after([](const Question&, const Reply& reply) {
                  say_opened(reply, 2);
                  reply.event("event", state_topic, envelope(4, 1));
              }).code,
              "wrong_epoch");
}

TEST(RestoredJournal, ShowsByNothingWhereTheLastOneStood) {
    EXPECT_EQ(end_of_stream_after([](const Question&, const Reply& reply) {
                  say_opened(reply, 2);
                  say_events(reply, 3, 3);
                  say_events(reply, 7, 7);
              }).code,
              "wrong_epoch");
    EXPECT_EQ(end_of_stream_after([](const Question&, const Reply& reply) {
                  say_opened(reply, 2);
                  reply.say("heartbeat", Value::map({{"epoch", "e1"},
                                                     {"head", sequence_text(9)},
                                                     {"sent", sequence_text(4)}}));
              }).code,
              "wrong_epoch");
}

TEST(RestoredJournal, ShowsByAnEventWhereThereWasNone) {
    EXPECT_EQ(end_of_stream_after([](const Question&, const Reply& reply) {
                  say_opened(reply, 4);
                  say_events(reply, 5, 5);
              }).code,
              "wrong_epoch");
}

TEST(RestoredJournal, ShowsWhereItNeitherKnowsTheStreamNorReachesItsPlace) {
    std::string from;
    EXPECT_EQ(end_of_stream_after([&](const Question& question, const Reply& reply) {
                  from = question.map["from"].text();
                  const bool at_its_place = from != "acked";
                  reply.answer("error",
                               Value::map({{"code", at_its_place ? "conflict" : "not_found"},
                                           {"text", "no such place"}}));
              }).code,
              "wrong_epoch");
    EXPECT_EQ(from, sequence_text(3)) << "so that the last event would come again";
}

TEST(RestoredJournal, IsNoneThatSaysTheSameAgain) {
    const auto ended = end_of_stream_after([](const Question& question, const Reply& reply) {
        if (question.verb == "open") {
            say_opened(reply, 2);
            say_events(reply, 3, 4);
            say_events(reply, 7, 8);
        }
    });
    EXPECT_EQ(ended.code, "none");
}

} // namespace
} // namespace klik::client
