#pragma once

#include "codec/fact.hpp"
#include "engine/event.hpp"

namespace klik::daemon {

/// Whether the record holds the content of a fact that came again, be it at another place of its
/// source's count.
[[nodiscard]] bool same_fact(const codec::Fact& again, const engine::EventBody& recorded);

} // namespace klik::daemon
