#pragma once

#include "bus/poll_set.hpp"
#include "bus/zap_handler.hpp"
#include "daemon/curve_keys.hpp"

#include <optional>

namespace klik::daemon {

/// The keys that are in force and, with CURVE, the handler that ZeroMQ asks about connections. Made
/// before every other socket and gone after them.
class Authentication {
  public:
    Authentication(bus::Context& context, const std::optional<CurveSettings>& files,
                   std::optional<CurveKeys> keys);
    Authentication(const Authentication&) = delete;
    Authentication& operator=(const Authentication&) = delete;

    /// Nullptr without CURVE. What it points to changes with a reload.
    [[nodiscard]] const CurveKeys* curve() const { return curve_ ? &*curve_ : nullptr; }
    void watch_in(bus::PollSet& poll_set);

    /// In each round: lets connections in or turns them away. True when more may be waiting.
    [[nodiscard]] bool answer() { return handler_ && handler_->answer(); }
    /// Connections that were turned away since the start.
    [[nodiscard]] std::uint64_t refused() const { return handler_ ? handler_->refused() : 0; }
    /// Tells of those that were turned away, at most once a minute.
    void tell_of_refused(bus::Instant now);

    /// Reads the authorised keys again, whole or not at all, and gives those that were in force
    /// before. Only with CURVE.
    [[nodiscard]] std::expected<keys::KeyRing, std::vector<domain::Problem>> reload();

  private:
    std::filesystem::path authorised_keys_;
    std::optional<CurveKeys> curve_;
    std::optional<bus::ZapHandler> handler_;
    std::uint64_t refused_told_ = 0;
    std::optional<bus::Instant> told_;
};

} // namespace klik::daemon
