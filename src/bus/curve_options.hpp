#pragma once

#include "keys/key_pair.hpp"

#include <zmq.hpp>

#include <string>

namespace klik::bus {

/// What makes a socket one that only authorised keys can talk to.
struct CurveServer {
    std::string secret_key; ///< klikd's own, Z85
    std::string zap_domain; ///< what the ZAP handler is asked about
};

/// Before the bind. From then on nobody comes in whom no ZAP handler let in, and nobody at all
/// while there is no handler. Throws zmq::error_t when the library takes an option not.
void become_curve_server(zmq::socket_t& socket, const CurveServer& curve);

/// Whom a socket talks to, and as whom.
struct CurveClient {
    std::string server_public_key; ///< Z85
    keys::KeyPair own;
};

/// Before the connect: talks to nobody but the server with that key. Throws zmq::error_t when the
/// library takes an option not.
void become_curve_client(zmq::socket_t& socket, const CurveClient& curve);

} // namespace klik::bus
