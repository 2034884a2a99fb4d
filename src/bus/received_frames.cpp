#include "bus/received_frames.hpp"

namespace klik::bus {

namespace {

std::string user_id_of(zmq::message_t& frame) {
    const char* user_id = zmq_msg_gets(frame.handle(), "User-Id");
    return user_id == nullptr ? std::string{} : std::string{user_id};
}

} // namespace

ReceivedFrames receive_frames(zmq::socket_t& socket, std::size_t most_frames) {
    ReceivedFrames received;
    zmq::message_t frame;
    while (socket.recv(frame, zmq::recv_flags::dontwait)) {
        if (received.frames.size() == 1) {
            received.user_id = user_id_of(frame);
        }
        if (received.frames.size() < most_frames) {
            received.frames.push_back(frame.to_string());
        } else {
            received.truncated = true;
        }
        if (!frame.more()) {
            const char* peer = zmq_msg_gets(frame.handle(), "Peer-Address");
            received.peer = peer == nullptr ? "" : peer;
            break;
        }
    }
    return received;
}

} // namespace klik::bus
