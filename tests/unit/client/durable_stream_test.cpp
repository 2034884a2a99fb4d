#include "unit/client/fake_stream.hpp"

#include <gtest/gtest.h>

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

TEST(DurableStream, OpensWithWhatItWasToldAndGivesEventsInOrder) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        if (question.verb == "open") {
            say_opened(reply, 0);
            say_events(reply, 3, 4);
        }
    }};
    StreamOptions options = options_for(klikd);
    options.kinds = {"state", "request"};
    options.credit = 50;
    auto stream = DurableStream::open(options).value();
    EXPECT_EQ(stream.epoch(), "e1");
    const auto event = stream.next(20s).value().value();
    EXPECT_EQ(event.sequence, 3U);
    EXPECT_EQ(event.kind, "state");
    EXPECT_EQ(event.subject, "7");
    EXPECT_EQ(event.municipality(), "9999");
    EXPECT_EQ(event.data["number"], Value{7});
    EXPECT_EQ(next_sequence(stream), 4U);
    Value asked = klikd.questions("open").at(0).map;
    asked.set("ref", nullptr);
    EXPECT_EQ(asked, Value::map({{"name", "test"},
                                 {"from", "begin"},
                                 {"credit", 50},
                                 {"kinds", Value::List{"state", "request"}},
                                 {"ref", nullptr}}));
}

TEST(DurableStream, ReturnsNothingWhenNothingCame) {
    const FakeControl klikd{[](const Question&, const Reply& reply) { say_opened(reply, 0); }};
    auto stream = DurableStream::open(options_for(klikd)).value();
    EXPECT_EQ(stream.next(1ms).value(), std::nullopt);
}

TEST(DurableStream, AcknowledgesAndReturnsItsCredit) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        if (question.verb == "open") {
            say_opened(reply, 0);
            say_events(reply, 1, 2);
        }
    }};
    auto stream = DurableStream::open(options_for(klikd)).value();
    next_sequence(stream);
    stream.acknowledge(next_sequence(stream));
    run_until(stream, [&] { return !klikd.questions("ack").empty(); });
    const Value ack = klikd.questions("ack").at(0).map;
    EXPECT_EQ(ack, Value::map({{"epoch", "e1"}, {"sequence", sequence_text(2)}, {"credit", 2}}));
}

TEST(DurableStream, ReturnsCreditWithoutAcknowledgingWhenHalfIsUsedUp) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        if (question.verb == "open") {
            say_opened(reply, 10);
            say_events(reply, 11, 14);
        }
    }};
    StreamOptions options = options_for(klikd);
    options.credit = 4;
    auto stream = DurableStream::open(options).value();
    for (int event = 0; event < 4; ++event) {
        next_sequence(stream);
    }
    run_until(stream, [&] { return klikd.questions("ack").size() == 2; });
    const Value ack = klikd.questions("ack").at(0).map;
    EXPECT_EQ(ack["sequence"], Value{sequence_text(10)});
    EXPECT_EQ(ack["credit"], Value{2});
}

TEST(DurableStream, LeavesWhatAHeartbeatCoversToBeAcknowledged) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        if (question.verb == "open") {
            say_opened(reply, 0);
            reply.say("heartbeat", Value::map({{"epoch", "e1"},
                                               {"head", sequence_text(9)},
                                               {"sent", sequence_text(8)}}));
        }
    }};
    auto stream = DurableStream::open(options_for(klikd)).value();
    run_until(stream, [&] { return stream.complete_up_to() == 8; });
    stream.acknowledge(stream.complete_up_to());
    run_until(stream, [&] { return !klikd.questions("ack").empty(); });
    EXPECT_EQ(klikd.questions("ack").at(0).map["sequence"], Value{sequence_text(8)});
}

TEST(DurableStream, PingsWhenItHasSaidNothingForABeat) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        if (question.verb == "open") {
            say_opened(reply, 0);
        } else {
            reply.answer("pong", Value::map({{"epoch", "e1"}, {"head", sequence_text(0)}}));
        }
    }};
    StreamOptions options = options_for(klikd);
    options.beat = 100ms;
    auto stream = DurableStream::open(options).value();
    run_until(stream, [&] { return klikd.questions("ping").size() >= 3; });
}

TEST(DurableStream, ConnectsAnewAfterThreeSilentBeatsAndGoesOnBehindWhatItGave) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        if (question.verb != "open") {
            return;
        }
        say_opened(reply, 0);
        // The first connection falls silent behind 2; the second begins again behind the last ack.
        say_events(reply, 1, question.connection == 1 ? 2 : 3);
    }};
    StreamOptions options = options_for(klikd);
    options.beat = 100ms;
    auto stream = DurableStream::open(options).value();
    EXPECT_EQ(next_sequence(stream), 1U);
    EXPECT_EQ(next_sequence(stream), 2U);
    stream.acknowledge(2);
    EXPECT_EQ(next_sequence(stream), 3U);
    EXPECT_GE(stream.connections(), 2U);
    const auto opens = klikd.questions("open");
    EXPECT_EQ(opens.at(0).map["from"], Value{"begin"});
    EXPECT_EQ(opens.at(1).map["from"], Value{"acked"});
    EXPECT_EQ(opens.at(1).connection, 2);
}

TEST(DurableStream, AcknowledgesOnANewConnectionOnlyWhatWasSentOnIt) {
    std::atomic<bool> may_go_on = false;
    const FakeControl klikd{[&](const Question& question, const Reply& reply) {
        if (question.verb == "open" && question.connection == 1) {
            say_opened(reply, 0);
            say_events(reply, 1, 2);
        } else if (question.verb == "open") {
            say_opened(reply, 0);
        } else if (question.verb == "ping" && question.connection > 1) {
            reply.answer("pong", Value::map({{"epoch", "e1"}, {"head", sequence_text(2)}}));
            if (may_go_on) {
                say_events(reply, 1, 2);
            }
        }
    }};
    StreamOptions options = options_for(klikd);
    options.beat = 100ms;
    auto stream = DurableStream::open(options).value();
    next_sequence(stream);
    next_sequence(stream);
    run_until(stream, [&] { return klikd.questions("open").size() >= 2; });
    stream.acknowledge(2);
    run_until(stream, [&] { return !klikd.questions("ping").empty(); });
    EXPECT_TRUE(klikd.questions("ack").empty());
    may_go_on = true;
    run_until(stream, [&] { return !klikd.questions("ack").empty(); });
    EXPECT_EQ(klikd.questions("ack").at(0).map["sequence"], Value{sequence_text(2)});
}

TEST(DurableStream, ConnectsAnewWhenItsSessionWasEndedForSilence) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        if (question.verb != "open") {
            return;
        }
        say_opened(reply, 0);
        if (question.connection == 1) {
            reply.answer("error", Value::map({{"code", "timeout"}, {"text", "silent"}}));
        } else {
            say_events(reply, 1, 1);
        }
    }};
    auto stream = DurableStream::open(options_for(klikd)).value();
    EXPECT_EQ(next_sequence(stream), 1U);
    EXPECT_EQ(stream.connections(), 2U);
}

TEST(DurableStream, ConnectsAnewWhenKlikdAnswersPingsAndNoLongerKnowsTheStream) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        if (question.verb == "ping") {
            reply.answer("pong", Value::map({{"epoch", "e1"}, {"head", sequence_text(1)}}));
        } else if (question.verb == "open") {
            say_opened(reply, 0);
            if (question.connection > 1) {
                say_events(reply, 1, 1);
            }
        }
    }};
    StreamOptions options = options_for(klikd);
    options.beat = 100ms;
    auto stream = DurableStream::open(options).value();
    EXPECT_EQ(next_sequence(stream), 1U);
    EXPECT_FALSE(klikd.questions("ping").empty());
}

TEST(DurableStream, ConnectsAnewAtOnceWhenAnAckFindsNoStream) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        if (question.verb == "open") {
            say_opened(reply, question.connection == 1 ? 0 : 1);
            say_events(reply, question.connection == 1 ? 1 : 2, question.connection == 1 ? 1 : 2);
        } else if (question.verb == "ack" && question.connection == 1) {
            reply.say("error", Value::map({{"code", "not_found"}, {"text", ""}, {"about", "ack"}}));
        }
    }};
    auto stream = DurableStream::open(options_for(klikd)).value();
    stream.acknowledge(next_sequence(stream));
    EXPECT_EQ(next_sequence(stream), 2U);
    EXPECT_EQ(stream.connections(), 2U);
}

TEST(DurableStream, GoesOnBehindItsOwnPlaceWhenKlikdEndedBeforeItHadStoredIt) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        if (question.map["from"].text() == "acked") {
            reply.answer("error", Value::map({{"code", "not_found"}, {"text", "no cursor"}}));
        } else if (question.map["from"].text() == "end") {
            say_opened(reply, 7);
            reply.answer("error", Value::map({{"code", "timeout"}, {"text", "silent"}}));
        } else {
            say_opened(reply, 7);
            say_events(reply, 8, 8);
        }
    }};
    StreamOptions options = options_for(klikd);
    options.from = "end";
    auto stream = DurableStream::open(options).value();
    EXPECT_EQ(next_sequence(stream), 8U);
    EXPECT_EQ(klikd.questions("open").back().map["from"], Value{sequence_text(7)});
}

TEST(DurableStream, BeginsANameThatIsNewWhereItWasToldTo) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        if (question.map["from"].text() == "acked") {
            reply.answer("error", Value::map({{"code", "not_found"}, {"text", "no cursor"}}));
        } else {
            say_opened(reply, 0);
        }
    }};
    StreamOptions options = options_for(klikd);
    options.from = "acked";
    const auto refused = DurableStream::open(options);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "not_found");
    options.from_when_new = "end";
    EXPECT_TRUE(DurableStream::open(options));
    EXPECT_EQ(klikd.questions("open").back().map["from"], Value{"end"});
}

TEST(DurableStream, EndsWhenAnotherProgramTookTheName) {
    const FakeControl klikd{[](const Question&, const Reply& reply) {
        say_opened(reply, 0);
        reply.answer("error", Value::map({{"code", "conflict"}, {"text", "taken over"}}));
    }};
    auto stream = DurableStream::open(options_for(klikd)).value();
    for (int again = 0; again < 2; ++again) {
        const auto event = stream.next(20s);
        ASSERT_FALSE(event);
        EXPECT_EQ(event.error().code, "conflict");
    }
    EXPECT_EQ(klikd.questions("open").size(), 1U);
}

TEST(DurableStream, EndsWhenTheJournalIsAnotherOneThanBefore) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        if (question.verb == "open") {
            say_opened(reply, 0, question.connection == 1 ? "e1" : "e2");
            reply.answer("error", Value::map({{"code", "timeout"}, {"text", "silent"}}));
        }
    }};
    auto stream = DurableStream::open(options_for(klikd)).value();
    const auto event = stream.next(20s);
    ASSERT_FALSE(event);
    EXPECT_EQ(event.error().code, "wrong_epoch");
}

TEST(DurableStream, SaysThatItsPlaceIsGone) {
    const FakeControl klikd{[](const Question&, const Reply& reply) {
        reply.answer("gone", Value::map({{"first", sequence_text(50)}}));
    }};
    const auto stream = DurableStream::open(options_for(klikd));
    ASSERT_FALSE(stream);
    EXPECT_EQ(stream.error().code, "gone");
}

TEST(DurableStream, SaysThatNobodyAnswered) {
    const FakeControl klikd{[](const Question&, const Reply&) {}};
    StreamOptions options = options_for(klikd);
    options.timeout = 20ms;
    const auto stream = DurableStream::open(options);
    ASSERT_FALSE(stream);
    EXPECT_EQ(stream.error().code, "no_answer");
}

TEST(DurableStream, EndsOnAnEventThatCannotBeRead) {
    const FakeControl klikd{[](const Question&, const Reply& reply) {
        say_opened(reply, 0);
        reply.frames({"event", state_topic, "\xc1"});
    }};
    auto stream = DurableStream::open(options_for(klikd)).value();
    const auto event = stream.next(20s);
    ASSERT_FALSE(event);
    EXPECT_EQ(event.error().code, "unreadable");
}

} // namespace
} // namespace klik::client
