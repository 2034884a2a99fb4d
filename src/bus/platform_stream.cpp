#include "bus/platform_stream.hpp"

#include "bus/received_frames.hpp"

namespace klik::bus {

namespace {

constexpr int silent_beats = 3;
constexpr std::size_t most_stream_frames = 3; // verb, topic, envelope

} // namespace

domain::Result<void> PlatformStream::open(domain::Sequence from, std::uint64_t credit,
                                          Instant now) {
    socket_.emplace(make_socket(*context_, SocketRole::platform_stream));
    if (curve_) {
        become_curve_client(*socket_, *curve_);
    }
    if (auto connected = connect(*socket_, control_); !connected) {
        return connected;
    }
    heard_ = now;
    send(codec::open_stream(name_, from, credit, ++opens_), now);
    return {};
}

void PlatformStream::acknowledge(std::string_view epoch, domain::Sequence sequence,
                                 std::uint64_t credit, Instant now) {
    send(codec::acknowledge_stream(epoch, sequence, credit), now);
}

std::optional<StreamItem> PlatformStream::receive(Instant now) {
    while (socket_) {
        auto message = receive_frames(*socket_, most_stream_frames);
        auto& frames = message.frames;
        if (frames.empty()) {
            break;
        }
        heard_ = now;
        if (message.truncated || frames.size() < 2) {
            continue;
        }
        if (frames.size() == most_stream_frames) {
            if (frames[0] == "event") {
                return PlatformMessage{std::move(frames[1]), std::move(frames[2]), true, {}};
            }
            continue;
        }
        if (auto item = item_of(frames[0], frames[1])) {
            return item;
        }
    }
    if (socket_ && now - heard_ >= silent_beats * beat_interval) {
        heard_ = now;
        return StreamSilent{};
    }
    return std::nullopt;
}

std::optional<StreamItem> PlatformStream::item_of(std::string_view verb,
                                                  std::string_view payload) const {
    auto answer = codec::decode_stream_answer(verb, payload);
    if (!answer) {
        return codec::StreamRefused{std::move(answer.error())};
    }
    return std::visit(
        [this]<class Answer>(Answer& of) -> std::optional<StreamItem> {
            if constexpr (std::is_same_v<Answer, codec::StreamAside>) {
                return std::nullopt;
            } else if constexpr (std::is_same_v<Answer, codec::StreamOpened>) {
                return of.ref == opens_ ? std::optional<StreamItem>{std::move(of)} : std::nullopt;
            } else {
                return std::move(of);
            }
        },
        *answer);
}

void PlatformStream::keep_alive(Instant now) {
    if (socket_ && now - said_ >= beat_interval) {
        send(codec::ping_stream(), now);
    }
}

void PlatformStream::send(const codec::StreamRequest& request, Instant now) {
    said_ = now;
    // A queue that is full belongs to a platform that does not read: it shows as silence.
    if (socket_->send(zmq::buffer(request.verb),
                      zmq::send_flags::sndmore | zmq::send_flags::dontwait)) {
        socket_->send(zmq::buffer(request.payload), zmq::send_flags::dontwait);
    }
}

} // namespace klik::bus
