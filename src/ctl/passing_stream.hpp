#pragma once

#include "ctl/invocation.hpp"
#include "klik/durable_stream.hpp"

#include <string>

namespace klik::ctl {

/// The events of a kind behind a place, for a command that needs them once. klikd keeps every
/// durable name, and a key may have so many only: processes share a hundred of them.
[[nodiscard]] klik::Result<DurableStream>
open_passing_stream(const Settings& settings, const std::string& kind, Sequence after);

} // namespace klik::ctl
