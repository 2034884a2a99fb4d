#include "client/event_frames.hpp"
#include "client/value_bytes.hpp"
#include "unit/client/fake_control.hpp"

#include <gtest/gtest.h>

// docs/protocol.md 2: what an event and a beat must have to be read.
namespace klik::client {
namespace {

Result<Event> read(std::string_view topic, const Value& map) {
    return event_from(topic, to_bytes(map));
}

std::string refusal(std::string_view topic, const Value& map) {
    const auto event = read(topic, map);
    return event ? "none" : event.error().code + ": " + event.error().text;
}

TEST(EventFrames, AnEventIsThatOfItsTopic) {
    const auto event = read(state_topic, envelope(4, 3));
    ASSERT_TRUE(event) << event.error().text;
    EXPECT_EQ(event->municipality(), "9999");
    EXPECT_EQ(event->kind, "state");
    EXPECT_EQ(event->sequence, 4U);
}

TEST(EventFrames, OneMunicipalitysEventUnderAnothersTopicIsNotTaken) {
    constexpr auto words =
        "unreadable: source: another municipality's than that of the event's topic";
    EXPECT_EQ(refusal("klik/v1/0101/state/7", envelope(4, 3)), words);
    EXPECT_EQ(refusal("klik/v1", envelope(4, 3)), words);
    for (const auto* source : {"", "/klik/0101", "/klik/99999", "/klik/9999/local", "9999"}) {
        Value map = envelope(4, 3);
        map.set("source", source);
        EXPECT_EQ(refusal(state_topic, map), words) << source;
    }
}

TEST(EventFrames, WhatAnEventLacksIsNamed) {
    for (const auto* key : {"sequence", "previous", "id", "type", "epoch"}) {
        Value map = envelope(4, 3);
        map.set(key, 7);
        EXPECT_EQ(refusal(state_topic, map).find(std::string{"unreadable: "} + key + ": "), 0U)
            << refusal(state_topic, map);
    }
}

TEST(EventFrames, ABeatHasAHeadAndHeadsThatAreSequences) {
    const auto beat = [](Value heads) {
        return beat_from(to_bytes(Value::map(
            {{"epoch", "e1"}, {"head", sequence_text(9)}, {"heads", std::move(heads)}})));
    };
    const auto whole = beat(Value::map({{"state", sequence_text(7)}}));
    ASSERT_TRUE(whole) << whole.error().text;
    EXPECT_EQ(whole->head, 9U);
    EXPECT_EQ(whole->heads.at("state"), 7U);
    const auto broken = beat(Value::map({{"noti\x05ication\n", "12"}}));
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().text, "heads: not sequences, which are text of 20 digits")
        << "a sentence for a log, whatever the kind is called";
    EXPECT_FALSE(beat_from(to_bytes(Value::map({{"epoch", "e1"}}))));
}

} // namespace
} // namespace klik::client
