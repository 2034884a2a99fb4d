#pragma once

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"
#include "engine/event.hpp"

namespace klik::codec {

/// The entries of a `dk.klik.task.state.v1` event's data. `status_label` is what a person reads:
/// the platform's label as it stands, or the Danish one where there is none; `platform_status` is
/// what the platform says, as `platform_colour` is. Fields that are not part of the state are left
/// out.
void write_task_view(MapWriter& map, const domain::MunicipalityCode& municipality,
                     const engine::TaskView& view);
/// The inverse; all keys of it are read.
[[nodiscard]] engine::TaskView read_task_view(MapReader& map);

/// `latest_safe_finish`, and where another task decides it, `latest_safe_finish_for`.
void write_safe_finish(MapWriter& map, const domain::SafeFinish& finish);
[[nodiscard]] domain::SafeFinish read_safe_finish(MapReader& map);

} // namespace klik::codec
