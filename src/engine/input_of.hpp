#pragma once

#include "engine/event.hpp"
#include "engine/input.hpp"

#include <optional>

namespace klik::engine {

/// The input that left the record, to be decided again; nothing for a record of what was decided
/// and for a report (`SystemReported`) that names itself as its cause. `via` is empty where the
/// record does not keep it, because no decision asks for it.
[[nodiscard]] std::optional<Input> input_of(const Event& event);

} // namespace klik::engine
