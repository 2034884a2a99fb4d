#pragma once

#include <zmq.hpp>

#include <string>

namespace klik::bench {

/// Encrypts as klikd does and lets everybody in: nobody is asked here who it is.
inline void become_open_curve_server(zmq::socket_t& socket, const std::string& secret_key) {
    socket.set(zmq::sockopt::curve_server, true);
    socket.set(zmq::sockopt::curve_secretkey, secret_key);
}

} // namespace klik::bench
