#pragma once

#include "bus/socket_options.hpp"
#include "keys/authorised_keys.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace klik::bus {

/// What a municipality's sockets are called when ZeroMQ asks who may come in: the ROUTER has its
/// code, the PUB `<code>/live`.
[[nodiscard]] std::string control_domain(const domain::MunicipalityCode& municipality);
[[nodiscard]] std::string live_domain(const domain::MunicipalityCode& municipality);

/// Whether a connection with that key may come in there: at the ROUTER any key of the municipality,
/// at the PUB those that have `read`.
[[nodiscard]] bool may_connect(const keys::KeyRing& ring, std::string_view zap_domain,
                               const std::string& public_key);

/// A connection that was turned away.
struct RefusedConnection {
    std::string address; ///< as ZeroMQ says it, such as `192.0.2.7`
    std::string zap_domain;
    std::string public_key;
};

/// Answers ZeroMQ, within this process, who may come in (ZAP, RFC 27). Made before the first other
/// socket, and asked in each round of the loop: connections wait until it answers. A connection's
/// User-Id is its public key in Z85.
class ZapHandler {
  public:
    /// The ring is asked at every connection and outlives this. Throws zmq::error_t when the
    /// process has such a handler already.
    ZapHandler(Context& context, const keys::KeyRing& ring);

    [[nodiscard]] void* poll_handle() { return socket_.handle(); }

    /// Answers what has been asked, a bounded number. True when more may be waiting.
    [[nodiscard]] bool answer();

    [[nodiscard]] std::uint64_t refused() const { return refused_; }
    /// The latest one.
    [[nodiscard]] const std::optional<RefusedConnection>& last_refused() const {
        return last_refused_;
    }

  private:
    [[nodiscard]] bool answer_one();

    zmq::socket_t socket_;
    const keys::KeyRing* ring_;
    std::uint64_t refused_ = 0;
    std::optional<RefusedConnection> last_refused_;
};

} // namespace klik::bus
