#include "codec/quarantined_message.hpp"

#include "codec/payload_writer.hpp"
#include "codec/utf8.hpp"
#include "codec/value_events.hpp"

#include <string_view>

namespace klik::codec {
namespace {

constexpr std::size_t topic_bytes_shown = 256;

void write_row(MapWriter& map, const QuarantinedMessage& message) {
    map.count("number", message.number);
    map.text("topic", printable(message.topic, topic_bytes_shown));
    map.count("frames", message.frames);
    map.count("bytes", message.bytes);
    map.text("code", message.problem.code);
    map.text("path", message.problem.path);
    map.text("reason", message.problem.sentence());
    map.text("platform", message.platform);
    map.time("received", message.received);
    map.time("last_seen", message.last_seen);
    map.count("times", message.times);
}

} // namespace

std::string pack_frames(const std::vector<std::string>& frames) {
    ValueWriter writer;
    writer.list(frames.size());
    for (const std::string& frame : frames) {
        writer.bytes(frame);
    }
    return writer.take();
}

std::string quarantine_row(const QuarantinedMessage& message) {
    return write_map([&](MapWriter& map) { write_row(map, message); });
}

std::string quarantine_detail_row(const QuarantinedMessage& message) {
    return write_map([&](MapWriter& map) {
        write_row(map, message);
        map.bytes("payload",
                  std::string_view{message.payload}.substr(0, most_quarantined_bytes_shown));
    });
}

} // namespace klik::codec
