#pragma once

#include "klik/durable_stream.hpp"
#include "unit/client/fake_control.hpp"

#include <gtest/gtest.h>

#include <chrono>

// What tests of a durable stream let a made-up klikd say.
namespace klik::client::test {

using Question = FakeControl::Question;
using Reply = FakeControl::Reply;

inline StreamOptions options_for(const FakeControl& klikd) {
    StreamOptions options;
    options.control = klikd.endpoint();
    options.name = "test";
    options.from = "begin";
    options.beat = std::chrono::seconds{20};
    options.timeout = std::chrono::seconds{20};
    return options;
}

inline void say_opened(const Reply& reply, Sequence start, std::string_view epoch = "e1") {
    reply.answer("opened", Value::map({{"epoch", epoch},
                                       {"first", sequence_text(1)},
                                       {"head", sequence_text(99)},
                                       {"start", sequence_text(start)},
                                       {"credit", 1000}}));
}

inline void say_events(const Reply& reply, Sequence from, Sequence to) {
    for (Sequence sequence = from; sequence <= to; ++sequence) {
        reply.event("event", state_topic, envelope(sequence, sequence - 1));
    }
}

inline Sequence next_sequence(DurableStream& stream) {
    const auto event = stream.next(std::chrono::seconds{20});
    EXPECT_TRUE(event) << event.error().text;
    EXPECT_TRUE(event && *event);
    return event && *event ? (*event)->sequence : 0;
}

/// Reads on, so that what is due is done, until `done`.
template <class Done>
void run_until(DurableStream& stream, Done done) {
    for (int round = 0; round < 2000 && !done(); ++round) {
        static_cast<void>(stream.next(std::chrono::milliseconds{5}).has_value());
    }
    EXPECT_TRUE(done());
}

} // namespace klik::client::test
