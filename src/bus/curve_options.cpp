#include "bus/curve_options.hpp"

namespace klik::bus {

namespace {

/// ZMQ_ZAP_ENFORCE_DOMAIN. The library takes it, but its header shows it only with drafts.
constexpr int zap_enforce_domain = 93;

} // namespace

void become_curve_server(zmq::socket_t& socket, const CurveServer& curve) {
    socket.set(zmq::sockopt::curve_server, true);
    socket.set(zmq::sockopt::curve_secretkey, curve.secret_key);
    socket.set(zmq::sockopt::zap_domain, curve.zap_domain);
    // Without it everybody comes in where no handler answers.
    constexpr int on = 1;
    if (zmq_setsockopt(socket.handle(), zap_enforce_domain, &on, sizeof on) != 0) {
        throw zmq::error_t{};
    }
}

void become_curve_client(zmq::socket_t& socket, const CurveClient& curve) {
    socket.set(zmq::sockopt::curve_serverkey, curve.server_public_key);
    socket.set(zmq::sockopt::curve_publickey, curve.own.public_key);
    socket.set(zmq::sockopt::curve_secretkey, curve.own.secret_key);
}

} // namespace klik::bus
