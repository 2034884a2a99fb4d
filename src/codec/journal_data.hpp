#pragma once

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"
#include "engine/event.hpp"

namespace klik::codec {

// The data of records that stay in the journal (docs/journal.md). The whole of `internal_notes` is
// in them and nowhere else.

void write_observed(MapWriter& map, const engine::TaskObserved& observed);
[[nodiscard]] engine::TaskObserved read_observed(MapReader& map);

void write_removal_observed(MapWriter& map, const engine::TaskRemovalObserved& removal);
[[nodiscard]] engine::TaskRemovalObserved read_removal_observed(MapReader& map);

void write_rules_loaded(MapWriter& map, const engine::RulesLoaded& loaded);
[[nodiscard]] engine::RulesLoaded read_rules_loaded(MapReader& map);

void write_deadline(MapWriter& map, const engine::DeadlineScheduled& scheduled);
[[nodiscard]] engine::DeadlineScheduled read_deadline(MapReader& map);

} // namespace klik::codec
