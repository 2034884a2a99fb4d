#include "client/control_link.hpp"

#include "client/value_bytes.hpp"

namespace klik::client {

namespace {

Result<ControlMessage> message_from(Frames frames) {
    if (frames.size() == 3) {
        return ControlMessage{std::move(frames[0]), std::move(frames[1]), std::move(frames[2]), {}};
    }
    if (frames.size() != 2) {
        return std::unexpected(
            Error{"unreadable", "a message of " + std::to_string(frames.size()) +
                                    " frames; is this klikd's control endpoint?"});
    }
    auto map = from_bytes(frames[1]);
    if (!map) {
        return std::unexpected(std::move(map.error()));
    }
    return ControlMessage{std::move(frames[0]), {}, {}, *std::move(map)};
}

} // namespace

Error ControlMessage::error() const {
    return {std::string{map["code"].text_or("unreadable")},
            std::string{map["text"].text_or("an error without a text")}};
}

Result<void> ControlLink::connect() {
    if (socket_) {
        return {};
    }
    auto socket = Socket::connect(context_, SocketKind::control, endpoint_, keys_);
    if (!socket) {
        return std::unexpected(std::move(socket.error()));
    }
    socket_.emplace(*std::move(socket));
    return {};
}

Result<std::uint64_t> ControlLink::ask(std::string_view verb, Value map) {
    map.set("ref", ++last_ref_);
    if (auto sent = tell(verb, map); !sent) {
        return std::unexpected(std::move(sent.error()));
    }
    return last_ref_;
}

Result<void> ControlLink::tell(std::string_view verb, const Value& map) {
    if (auto connected = connect(); !connected) {
        return connected;
    }
    return socket_->send({verb, to_bytes(map)});
}

Result<std::optional<ControlMessage>> ControlLink::receive(Milliseconds timeout) {
    if (auto connected = connect(); !connected) {
        return std::unexpected(std::move(connected.error()));
    }
    auto frames = socket_->receive(timeout);
    if (!frames) {
        return std::unexpected(std::move(frames.error()));
    }
    if (!*frames) {
        return std::nullopt;
    }
    auto message = message_from(**std::move(frames));
    if (!message) {
        return std::unexpected(std::move(message.error()));
    }
    return *std::move(message);
}

Result<ControlMessage> ControlLink::answer_to(std::string_view verb, Value map,
                                              Milliseconds timeout) {
    const auto ref = ask(verb, std::move(map));
    if (!ref) {
        return std::unexpected(ref.error());
    }
    const Deadline deadline{timeout};
    do {
        auto message = receive(deadline.left());
        if (!message) {
            return std::unexpected(std::move(message.error()));
        }
        if (!*message) {
            continue;
        }
        const bool is_error = (*message)->verb == "error";
        // What could not be read at all is refused without the number.
        if (is_error && (*message)->ref().value_or(*ref) == *ref) {
            return std::unexpected((*message)->error());
        }
        if (!is_error && (*message)->ref() == *ref) {
            return **std::move(message);
        }
    } while (!deadline.passed());
    disconnect();
    return std::unexpected(no_answer(verb));
}

Error ControlLink::no_answer(std::string_view verb) const {
    return {"no_answer", "no answer to " + std::string{verb} + " from " + endpoint_ +
                             (keys_ ? "; is klikd running there, is the key authorised, and is "
                                      "the server's key right?"
                                    : "; is klikd running there? One with [curve] in its "
                                      "configuration answers to keys alone")};
}

} // namespace klik::client
