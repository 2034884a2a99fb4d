#include "client/event_frames.hpp"

#include "client/value_bytes.hpp"

namespace klik::client {

namespace {

constexpr std::size_t kind_part = 3;

/// `klik/v1/<municipality>/<kind>/<subject>`
std::string_view topic_part(std::string_view topic, std::size_t wanted) {
    for (; wanted > 0; --wanted) {
        const auto slash = topic.find('/');
        if (slash == std::string_view::npos) {
            return {};
        }
        topic.remove_prefix(slash + 1);
    }
    return topic.substr(0, topic.find('/'));
}

} // namespace

Result<Sequence> sequence_in(const Value& map, std::string_view key) {
    if (const auto sequence = sequence_from_text(map[key].text())) {
        return *sequence;
    }
    return std::unexpected(
        Error{"unreadable", std::string{key} + ": not a sequence, which is text of 20 digits"});
}

Result<Event> event_from(std::string_view topic, std::string_view envelope) {
    const auto read = from_bytes(envelope);
    if (!read) {
        return std::unexpected(read.error());
    }
    const Value& map = *read;
    const auto sequence = sequence_in(map, "sequence");
    const auto previous = sequence_in(map, "previous");
    if (!sequence || !previous) {
        return std::unexpected(!sequence ? sequence.error() : previous.error());
    }
    for (const std::string_view key : {"id", "type", "epoch"}) {
        if (map[key].text().empty()) {
            return std::unexpected(
                Error{"unreadable", std::string{key} + ": missing from an event"});
        }
    }
    Event event{.topic = std::string{topic},
                .kind = std::string{topic_part(topic, kind_part)},
                .subject = std::string{map["subject"].text()},
                .id = std::string{map["id"].text()},
                .source = std::string{map["source"].text()},
                .type = std::string{map["type"].text()},
                .time = std::string{map["time"].text()},
                .epoch = std::string{map["epoch"].text()},
                .causation_id = std::string{map["causationid"].text()},
                .sequence = *sequence,
                .previous = *previous,
                .data = map["data"]};
    // A reader goes by the topic: what is another municipality's must not come under it.
    if (event.source != "/klik/" + std::string{event.municipality()}) {
        return std::unexpected(
            Error{"unreadable", "source: another municipality's than that of the event's topic"});
    }
    return event;
}

bool is_beat(std::string_view topic) {
    return topic_part(topic, kind_part) == "beat";
}

Result<Beat> beat_from(std::string_view payload) {
    const auto map = from_bytes(payload);
    if (!map) {
        return std::unexpected(map.error());
    }
    const auto head = sequence_in(*map, "head");
    if (!head) {
        return std::unexpected(head.error());
    }
    Beat beat{std::string{(*map)["epoch"].text()}, *head, {}};
    const Value& heads = (*map)["heads"];
    for (const auto& [kind, value] : heads.entries()) {
        const auto sequence = sequence_from_text(value.text());
        if (!sequence) { // the kind may be any bytes, and goes into no sentence
            return std::unexpected(
                Error{"unreadable", "heads: not sequences, which are text of 20 digits"});
        }
        beat.heads.emplace(kind, *sequence);
    }
    return beat;
}

} // namespace klik::client
