#include "bus/zap_handler.hpp"

#include "bus/received_frames.hpp"
#include "keys/key_pair.hpp"

#include <array>

namespace klik::bus {

namespace {

constexpr const char* zap_address = "inproc://zeromq.zap.01";
constexpr std::string_view zap_version = "1.0";
constexpr std::string_view live_suffix = "/live";
constexpr std::size_t questions_of_a_round = 1000;

/// Where the frames of a question stand: behind the address of who asks and an empty one.
enum Frame : std::size_t {
    asker,
    delimiter,
    version,
    request_id,
    zap_domain,
    address,
    own_routing_id,
    mechanism,
    credentials,
    frame_count
};

} // namespace

std::string control_domain(const domain::MunicipalityCode& municipality) {
    return municipality.value;
}

std::string live_domain(const domain::MunicipalityCode& municipality) {
    return municipality.value + std::string{live_suffix};
}

bool may_connect(const keys::KeyRing& ring, std::string_view zap_domain,
                 const std::string& public_key) {
    if (zap_domain.ends_with(live_suffix)) {
        zap_domain.remove_suffix(live_suffix.size());
        return ring.may_read({std::string{zap_domain}}, public_key);
    }
    return ring.find({std::string{zap_domain}}, public_key) != nullptr;
}

ZapHandler::ZapHandler(Context& context, const keys::KeyRing& ring)
    : socket_{context, zmq::socket_type::router}, ring_{&ring} {
    socket_.set(zmq::sockopt::linger, 0);
    socket_.bind(zap_address);
}

bool ZapHandler::answer() {
    for (std::size_t count = 0; count < questions_of_a_round; ++count) {
        if (!answer_one()) {
            return false;
        }
    }
    return true;
}

bool ZapHandler::answer_one() {
    const auto question = receive_frames(socket_, frame_count);
    if (question.frames.empty()) {
        return false;
    }
    const auto& frames = question.frames;
    if (frames.size() <= request_id) {
        return true; // none of ZeroMQ's own
    }
    std::string public_key;
    if (frames.size() == frame_count && !question.truncated && frames[version] == zap_version &&
        frames[mechanism] == "CURVE") {
        public_key = keys::key_from_bytes(frames[credentials]);
    }
    const bool welcome = !public_key.empty() && may_connect(*ring_, frames[zap_domain], public_key);
    if (!welcome) {
        ++refused_;
        last_refused_ = frames.size() > address
                            ? RefusedConnection{frames[address], frames[zap_domain], public_key}
                            : RefusedConnection{};
    }
    const std::array<std::string_view, frame_count - 1> reply{
        frames[asker],
        "",
        zap_version,
        frames[request_id],
        welcome ? "200" : "400",
        welcome ? "OK" : "this key is not authorised here",
        welcome ? std::string_view{public_key} : "",
        ""};
    for (std::size_t i = 0; i < reply.size(); ++i) {
        const auto more = i + 1 < reply.size() ? zmq::send_flags::sndmore : zmq::send_flags::none;
        // To a connection that has ended in the meantime it goes nowhere.
        if (!socket_.send(zmq::const_buffer{reply[i].data(), reply[i].size()},
                          more | zmq::send_flags::dontwait)) {
            break;
        }
    }
    return true;
}

} // namespace klik::bus
