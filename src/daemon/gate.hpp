#pragma once

#include "bus/control_server.hpp"
#include "bus/rate_limit.hpp"
#include "codec/rights.hpp"
#include "daemon/curve_keys.hpp"

#include <cstdint>
#include <string>

namespace klik::daemon {

/// What a municipality's sockets are guarded by.
struct Guarding {
    const CurveKeys* curve = nullptr; ///< nullptr without CURVE; its keys change with a reload
    bus::RateLimits limits;
};

/// Who may come in with a message at a municipality's control socket.
class Gate {
  public:
    Gate(domain::MunicipalityCode municipality, const Guarding& guarding)
        : municipality_{std::move(municipality)}, curve_{guarding.curve}, limits_{guarding.limits},
          rates_{guarding.limits} {}

    /// Who sent it; `busy` when the connection sends too much, `forbidden` when its key may not do
    /// that, as far as the verb tells. Nothing of the message has been checked yet.
    [[nodiscard]] domain::Result<codec::Caller> admit(const bus::Incoming& incoming,
                                                      bus::Instant now);
    /// Whether a connection may still read.
    [[nodiscard]] bool may_read(const bus::ClientAddress& client) const;

    /// Messages that were refused as `busy`.
    [[nodiscard]] std::uint64_t refused_as_busy() const { return busy_; }

  private:
    [[nodiscard]] domain::Result<codec::Caller> caller_of(const bus::ClientAddress& from) const;
    [[nodiscard]] domain::Result<void> check_rate(const bus::Incoming& incoming, bus::Instant now);
    /// For the log.
    [[nodiscard]] std::string name_of(const bus::ClientAddress& client) const;

    domain::MunicipalityCode municipality_;
    const CurveKeys* curve_;
    bus::RateLimits limits_;
    bus::RateLimiter rates_;
    std::uint64_t busy_ = 0;
};

} // namespace klik::daemon
