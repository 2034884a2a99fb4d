#pragma once

#include "codec/control_message.hpp"
#include "codec/payload_reader.hpp"

namespace klik::codec {

/// The map of the verb `local` (docs/protocol.md 3): one of `add_task`, `change_task`,
/// `remove_task`, `add_edge`, `remove_edge` with its map, and perhaps `id`. Persons that are given
/// by name alone go to `names`.
[[nodiscard]] ChangeLocal read_local_change(MapReader& map, WishedNames& names);

} // namespace klik::codec
