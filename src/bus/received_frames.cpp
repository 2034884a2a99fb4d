#include "bus/received_frames.hpp"

namespace klik::bus {

namespace {

/// Empty where ZeroMQ does not know it.
std::string property_of(zmq::message_t& frame, const char* name) {
    const char* property = zmq_msg_gets(frame.handle(), name);
    return property == nullptr ? std::string{} : std::string{property};
}

} // namespace

ReceivedFrames receive_frames(zmq::socket_t& socket, std::size_t most_frames, Sender sender) {
    const bool asked = sender == Sender::asked;
    ReceivedFrames received;
    zmq::message_t frame;
    while (socket.recv(frame, zmq::recv_flags::dontwait)) {
        if (asked && received.frames.size() == 1) {
            received.user_id = property_of(frame, "User-Id");
        }
        if (received.frames.size() < most_frames) {
            received.frames.push_back(frame.to_string());
        } else {
            received.truncated = true;
        }
        if (!frame.more()) {
            received.peer = asked ? property_of(frame, "Peer-Address") : std::string{};
            break;
        }
    }
    return received;
}

} // namespace klik::bus
