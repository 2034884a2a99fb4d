#include "bench/stream_reader.hpp"

#include "codec/stream_message.hpp"

#include <charconv>
#include <stdexcept>
#include <utility>

namespace klik::bench {

namespace {

constexpr std::uint64_t credit = 10'000;
constexpr std::uint64_t acknowledged_at_once = 1000;

/// Looked for rather than read, so that the reader is not what is measured.
std::uint64_t sequence_of(std::string_view envelope) {
    constexpr std::string_view key = "\xA8sequence\xB4";
    constexpr std::size_t digits = 20;
    const auto at = envelope.find(key);
    if (at == std::string_view::npos || envelope.size() < at + key.size() + digits) {
        throw std::runtime_error("an event came without its sequence");
    }
    const auto text = envelope.substr(at + key.size(), digits);
    std::uint64_t sequence = 0;
    std::from_chars(text.data(), text.data() + text.size(), sequence);
    return sequence;
}

} // namespace

StreamReader::StreamReader(zmq::context_t& context, const std::string& control,
                           const std::string& name)
    : socket_{context, zmq::socket_type::dealer} {
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::rcvhwm, 0);
    socket_.connect(control);
    const auto wish = codec::open_stream(name, {0}, credit, 1);
    send(wish.verb, wish.payload);
}

void StreamReader::send(std::string_view verb, std::string_view payload) {
    socket_.send(zmq::buffer(verb), zmq::send_flags::sndmore);
    socket_.send(zmq::buffer(payload), zmq::send_flags::none);
}

bool StreamReader::take(int at_most_ms) {
    zmq::message_t verb;
    if (!socket_.recv(verb, zmq::recv_flags::dontwait)) {
        if (at_most_ms == 0) {
            return false;
        }
        socket_.set(zmq::sockopt::rcvtimeo, at_most_ms);
        if (!socket_.recv(verb)) {
            return false;
        }
    }
    zmq::message_t last;
    for (bool more = verb.more(); more; more = last.more()) {
        static_cast<void>(socket_.recv(last));
    }
    if (verb.to_string_view() == "event") {
        take_event(last.to_string_view());
    } else {
        take_answer(verb.to_string_view(), last.to_string_view());
    }
    return true;
}

void StreamReader::take_event(std::string_view envelope) {
    ++events_;
    if (++unacknowledged_ < acknowledged_at_once) {
        return;
    }
    const auto ack = codec::acknowledge_stream(epoch_, {sequence_of(envelope)},
                                               std::exchange(unacknowledged_, 0));
    send(ack.verb, ack.payload);
}

void StreamReader::take_answer(std::string_view verb, std::string_view payload) {
    const auto answer = codec::decode_stream_answer(verb, payload);
    if (!answer) {
        throw std::runtime_error(answer.error().sentence());
    }
    if (const auto* opened = std::get_if<codec::StreamOpened>(&*answer)) {
        epoch_ = opened->epoch;
    } else if (const auto* refused = std::get_if<codec::StreamRefused>(&*answer)) {
        throw std::runtime_error(refused->problem.sentence());
    }
}

} // namespace klik::bench
