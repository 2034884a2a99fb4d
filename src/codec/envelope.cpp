#include "codec/envelope.hpp"

#include "codec/payload_writer.hpp"
#include "domain/short_text.hpp"

#include <algorithm>
#include <array>

namespace klik::codec {
namespace {

constexpr std::string_view root = "klik/v1/";

constexpr bool is_of_topics(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == ':' || c == '-';
}

/// Of each byte, because each event's topic asks it of all its subject's.
constexpr auto of_topics = [] {
    std::array<bool, 256> of{};
    for (std::size_t byte = 0; byte < of.size(); ++byte) {
        of[byte] = is_of_topics(static_cast<char>(byte));
    }
    return of;
}();

/// A subject must neither end the topic's last part nor hold what a terminal or log would take
/// amiss.
void append_escaped(std::string& topic, std::string_view subject) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    while (!subject.empty()) {
        const auto end = std::ranges::find_if_not(subject, stands_in_topics);
        topic.append(subject.begin(), end);
        subject = {end, subject.end()};
        if (!subject.empty()) {
            const auto byte = static_cast<unsigned char>(subject.front());
            topic += {'%', digits[byte >> 4U], digits[byte & 0x0FU]};
            subject.remove_prefix(1);
        }
    }
}

} // namespace

std::string event_id(std::string_view epoch, domain::Sequence sequence) {
    std::string id{epoch};
    return id.append(1, '.').append(domain::ShortText{sequence}.view());
}

bool stands_in_topics(char c) {
    return of_topics[static_cast<unsigned char>(c)];
}

std::string topic_of(const domain::MunicipalityCode& municipality, const Record& record) {
    const std::string_view kind = engine::canonical(record.kind);
    std::string topic;
    topic.reserve(root.size() + municipality.value.size() + kind.size() + record.subject.size() +
                  2);
    topic.append(root).append(municipality.value).append(1, '/').append(kind).append(1, '/');
    append_escaped(topic, record.subject);
    return topic;
}

std::string beat_topic(const domain::MunicipalityCode& municipality) {
    return std::string{root} + municipality.value + "/beat";
}

std::string encode_envelope(const domain::MunicipalityCode& municipality, std::string_view epoch,
                            const Record& record) {
    return write_map([&](MapWriter& map) {
        map.text("specversion", "1.0");
        map.joined_text("id", {epoch, ".", domain::ShortText{record.sequence}.view()});
        map.joined_text("source", {"/klik/", municipality.value});
        map.text("type", record.type);
        map.text("subject", record.subject);
        map.time("time", record.at.utc);
        map.text("datacontenttype", "application/msgpack");
        map.sequence("sequence", record.sequence);
        map.sequence("previous", record.previous);
        map.text("epoch", epoch);
        map.joined_text("causationid", {epoch, ".", domain::ShortText{record.cause}.view()});
        map.raw("data", record.data);
    });
}

std::string encode_beat(const engine::State& state, std::string_view epoch) {
    using Kind = engine::EventKind;
    return write_map([&](MapWriter& map) {
        map.text("epoch", epoch);
        map.sequence("head", state.head);
        map.map("heads", [&](MapWriter& heads) {
            for (const Kind kind : {Kind::state, Kind::notification, Kind::request, Kind::system}) {
                heads.sequence(engine::canonical(kind), state.head_of(kind));
            }
        });
    });
}

} // namespace klik::codec
