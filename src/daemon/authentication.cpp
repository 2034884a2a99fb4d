#include "daemon/authentication.hpp"

#include "bus/instant.hpp"

#include <spdlog/spdlog.h>

#include <stdexcept>

namespace klik::daemon {

namespace {

/// Whoever tries all day long does not fill the log.
constexpr std::chrono::minutes between_tellings{1};

} // namespace

Authentication::Authentication(bus::Context& context, const std::optional<CurveSettings>& files,
                               std::optional<CurveKeys> keys)
    : curve_{std::move(keys)} {
    if (curve_.has_value() != files.has_value()) {
        throw std::logic_error("CURVE is configured and no keys were read");
    }
    if (!curve_) {
        spdlog::info("[K160] CURVE is off: whoever reaches a socket has every right, and only this "
                     "machine's users can");
        return;
    }
    authorised_keys_ = files->authorised_keys;
    handler_.emplace(context, curve_->authorised);
    spdlog::info("[K160] CURVE is on: {} key(s) are authorised, and klikd's own public key is {}",
                 curve_->authorised.size(), curve_->own.public_key);
}

void Authentication::watch_in(bus::PollSet& poll_set) {
    if (handler_) {
        poll_set.watch_socket(handler_->poll_handle());
    }
}

void Authentication::tell_of_refused(bus::Instant now) {
    if (!handler_ || handler_->refused() == refused_told_ ||
        (told_ && now - *told_ < between_tellings)) {
        return;
    }
    const auto& last = *handler_->last_refused();
    spdlog::warn("[K165] {} connection(s) were refused, the last one from {} at {} with the key {}",
                 handler_->refused() - refused_told_, last.address, last.zap_domain,
                 last.public_key.empty() ? "(none)" : last.public_key);
    refused_told_ = handler_->refused();
    told_ = now;
}

std::expected<keys::KeyRing, std::vector<domain::Problem>> Authentication::reload() {
    auto loaded = keys::read_authorised_keys(authorised_keys_);
    if (!loaded) {
        for (const auto& problem : loaded.error()) {
            spdlog::error("[K162] the authorised keys stay as they are: {}", problem.sentence());
        }
        return loaded;
    }
    return std::exchange(curve_->authorised, *std::move(loaded));
}

} // namespace klik::daemon
