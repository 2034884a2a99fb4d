#pragma once

#include "domain/problem.hpp"

#include <cstddef>
#include <limits>
#include <string_view>

namespace klik::codec {

/// How much a payload may ask for, docs/protocol.md 4.
struct Bounds {
    std::size_t bytes = 1024UL * 1024UL;      ///< of the whole payload
    std::size_t nodes = 100'000;              ///< values, containers and keys included
    std::size_t string_bytes = 64UL * 1024UL; ///< of each text or byte string
};

/// Containers within containers, the outermost included.
inline constexpr std::size_t max_depth = 16;

/// For what comes from outside.
inline constexpr Bounds wire_bounds{};
/// For what this program wrote itself: a whole state has no natural size, its shape is checked all
/// the same.
inline constexpr Bounds stored_bounds{.bytes = std::numeric_limits<std::size_t>::max(),
                                      .nodes = std::numeric_limits<std::size_t>::max(),
                                      .string_bytes = std::numeric_limits<std::size_t>::max()};

/// The first pass over msgpack bytes: one value and nothing behind it, no deeper, longer or wider
/// than allowed, no extension types. Allocates nothing on its way, so that a few bytes cannot ask
/// for gigabytes. Problems: `too_large` for a payload above `bounds.bytes`, else `malformed` with
/// the path `byte <offset>`.
[[nodiscard]] domain::Result<void> check_bounds(std::string_view payload,
                                                const Bounds& bounds = wire_bounds);

} // namespace klik::codec
