// What the SDK and klikd as a platform's client read: a line with the topic or verb, and the
// payload.

#include "client/event_frames.hpp"
#include "codec/stream_message.hpp"
#include "fuzz/fuzz.hpp"

namespace klik::fuzz {

void read_input(std::string_view input) {
    Pieces pieces{input};
    const auto first = pieces.line();
    const auto payload = pieces.rest();
    const auto event = client::event_from(first, payload);
    if (event) {
        require(event->topic == first && event->sequence > 0, "an event has a topic and a place");
        require(event->source == "/klik/" + std::string{event->municipality()} &&
                    first.find('/' + std::string{event->municipality()}) != std::string_view::npos,
                "an event is that of its topic's municipality", first);
    } else {
        require(!event.error().code.empty(), "a refusal has a code");
        require_sentence(event.error().text);
    }
    if (const auto beat = client::beat_from(payload); !beat) {
        require_sentence(beat.error().text);
    }
    const auto answer = codec::decode_stream_answer(first, payload);
    if (!answer) {
        require_sentence(answer.error());
    } else if (const auto* refused = std::get_if<codec::StreamRefused>(&*answer)) {
        require_sentence(refused->problem.code + ": " + refused->problem.text);
    }
}

} // namespace klik::fuzz
