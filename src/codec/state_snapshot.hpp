#pragma once

#include "domain/problem.hpp"
#include "engine/state.hpp"

#include <string>
#include <string_view>

namespace klik::codec {

/// A whole state as bytes, so that a start reads the snapshot and the journal's tail instead of all
/// of it. Equal states give equal bytes.
[[nodiscard]] std::string encode_state(const engine::State& state);
/// Problem code `damaged` for anything that `encode_state` of this version did not write.
[[nodiscard]] domain::Result<engine::State> decode_state(std::string_view bytes);

/// The same as it is stored, sealed against what a disk may do to it.
[[nodiscard]] std::string encode_snapshot(const engine::State& state);
/// `damaged` also for bytes that have changed since.
[[nodiscard]] domain::Result<engine::State> decode_snapshot(std::string_view bytes);

} // namespace klik::codec
