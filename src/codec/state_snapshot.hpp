#pragma once

#include "domain/problem.hpp"
#include "engine/state.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace klik::codec {

/// A whole state as bytes, so that a start reads the snapshot and the journal's tail instead of all
/// of it. Equal states give equal bytes.
[[nodiscard]] std::string encode_state(const engine::State& state);

/// Calls the work for each part below `parts`, in any order and perhaps some at the same time, and
/// returns when all of it is done.
using EachPart = std::function<void(std::size_t parts, const std::function<void(std::size_t)>&)>;
void one_after_the_other(std::size_t parts, const std::function<void(std::size_t)>& work);

/// Problem code `damaged` for anything that `encode_state` of this version did not write. The tasks
/// are read in parts.
[[nodiscard]] domain::Result<engine::State>
decode_state(std::string_view bytes, const EachPart& each_part = one_after_the_other);

/// The same as it is stored, sealed against what a disk may do to it.
[[nodiscard]] std::string encode_snapshot(const engine::State& state);
/// `damaged` also for bytes that have changed since.
[[nodiscard]] domain::Result<engine::State>
decode_snapshot(std::string_view bytes, const EachPart& each_part = one_after_the_other);

} // namespace klik::codec
