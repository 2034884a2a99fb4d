#pragma once

#include "engine/prose.hpp"
#include "engine/silence.hpp"

namespace klik::engine {

/// The answer in two or three sentences; persons are ids in it.
[[nodiscard]] Prose prose_of(const Silence& silence);

} // namespace klik::engine
