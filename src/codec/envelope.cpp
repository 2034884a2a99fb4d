#include "codec/envelope.hpp"

#include "codec/payload_writer.hpp"

namespace klik::codec {
namespace {

/// A subject must neither end the topic's last part nor hold what a terminal or log would take
/// amiss.
void append_escaped(std::string& topic, std::string_view subject) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : subject) {
        if (stands_in_topics(c)) {
            topic += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        topic += {'%', digits[byte >> 4U], digits[byte & 0x0FU]};
    }
}

std::string prefix(const domain::MunicipalityCode& municipality) {
    return "klik/v1/" + municipality.value + '/';
}

} // namespace

std::string event_id(std::string_view epoch, domain::Sequence sequence) {
    const std::string digits = domain::to_string(sequence);
    std::string id;
    id.reserve(epoch.size() + 1 + digits.size());
    return id.append(epoch).append(1, '.').append(digits);
}

bool stands_in_topics(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == ':' || c == '-';
}

std::string topic_of(const domain::MunicipalityCode& municipality, const Record& record) {
    std::string topic = prefix(municipality);
    topic += engine::canonical(record.kind);
    topic += '/';
    append_escaped(topic, record.subject);
    return topic;
}

std::string beat_topic(const domain::MunicipalityCode& municipality) {
    return prefix(municipality) + "beat";
}

std::string encode_envelope(const domain::MunicipalityCode& municipality, std::string_view epoch,
                            const Record& record) {
    constexpr std::size_t attributes_bytes = 512;
    std::string out;
    out.reserve(attributes_bytes + record.data.size());
    MapWriter::append(out, [&](MapWriter& map) {
        map.text("specversion", "1.0");
        map.text("id", event_id(epoch, record.sequence));
        map.text("source", "/klik/" + municipality.value);
        map.text("type", record.type);
        map.text("subject", record.subject);
        map.time("time", record.at.utc);
        map.text("datacontenttype", "application/msgpack");
        map.sequence("sequence", record.sequence);
        map.sequence("previous", record.previous);
        map.text("epoch", epoch);
        map.text("causationid", event_id(epoch, record.cause));
        map.raw("data", record.data);
    });
    return out;
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
