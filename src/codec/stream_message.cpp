#include "codec/stream_message.hpp"

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"
#include "codec/utf8.hpp"

#include <algorithm>
#include <array>

namespace klik::codec {
namespace {

StreamAnswer read_opened(MapReader& map) {
    return StreamOpened{.epoch = std::string{map.required("epoch").text()},
                        .head = map.required("head").sequence(),
                        .ref = map.required("ref").count()};
}

StreamAnswer read_heartbeat(MapReader& map) {
    return StreamBeat{.epoch = std::string{map.required("epoch").text()},
                      .head = map.required("head").sequence(),
                      .sent = map.required("sent").sequence()};
}

StreamAnswer read_gone(MapReader& map) {
    return StreamGone{map.required("first").sequence()};
}

StreamAnswer read_error(MapReader& map) {
    const std::string_view code = map.required("code").text();
    const auto text = map.optional_or_nil("text");
    constexpr std::size_t most_text_bytes = 200;
    return StreamRefused{
        {printable(code), "", text ? printable(text->text(), most_text_bytes) : std::string{}}};
}

struct Answer {
    std::string_view verb;
    StreamAnswer (*read)(MapReader&);
};
constexpr std::array<Answer, 4> stream_answers{{{"opened", read_opened},
                                                {"heartbeat", read_heartbeat},
                                                {"gone", read_gone},
                                                {"error", read_error}}};

} // namespace

StreamRequest open_stream(std::string_view name, domain::Sequence from, std::uint64_t credit,
                          std::uint64_t ref) {
    return {"open", write_map([&](MapWriter& map) {
                map.text("name", name);
                map.sequence("from", from);
                map.count("credit", credit);
                map.count("ref", ref);
            })};
}

StreamRequest acknowledge_stream(std::string_view epoch, domain::Sequence sequence,
                                 std::uint64_t credit) {
    return {"ack", write_map([&](MapWriter& map) {
                map.text("epoch", epoch);
                map.sequence("sequence", sequence);
                map.count("credit", credit);
            })};
}

StreamRequest ping_stream() {
    return {"ping", write_map([](MapWriter& /*map*/) {})};
}

domain::Result<StreamAnswer> decode_stream_answer(std::string_view verb, std::string_view payload) {
    const auto* known = std::ranges::find(stream_answers, verb, &Answer::verb);
    if (known == stream_answers.end()) {
        return StreamAside{};
    }
    const auto checked = check_payload(payload);
    if (!checked) {
        return std::unexpected(checked.error());
    }
    Reading reading;
    MapReader map{reading, *checked};
    StreamAnswer answer = known->read(map);
    if (reading.problem()) {
        return std::unexpected(*reading.problem());
    }
    return answer;
}

} // namespace klik::codec
