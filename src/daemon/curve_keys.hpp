#pragma once

#include "daemon/config.hpp"
#include "keys/authorised_keys.hpp"
#include "keys/key_pair.hpp"

#include <optional>

namespace klik::daemon {

/// klikd's own pair and the keys that it lets in.
struct CurveKeys {
    keys::KeyPair own;
    keys::KeyRing authorised;
};

/// Reads both files, or gives every mistake in them; nothing where CURVE is not configured.
[[nodiscard]] std::expected<std::optional<CurveKeys>, std::vector<domain::Problem>>
load_curve_keys(const std::optional<CurveSettings>& settings);

} // namespace klik::daemon
