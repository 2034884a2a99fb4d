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

void write_set_started(MapWriter& map, const engine::SetStarted& started);
[[nodiscard]] engine::SetStarted read_set_started(MapReader& map);

void write_set_ended(MapWriter& map, const engine::SetEnded& ended);
[[nodiscard]] engine::SetEnded read_set_ended(MapReader& map);

void write_fact_repeated(MapWriter& map, const engine::FactRepeated& repeated);
[[nodiscard]] engine::FactRepeated read_fact_repeated(MapReader& map);

void write_local_edge(MapWriter& map, const engine::LocalEdgeChanged& edge);
[[nodiscard]] engine::LocalEdgeChanged read_local_edge(MapReader& map);

void write_rules_loaded(MapWriter& map, const engine::RulesLoaded& loaded);
[[nodiscard]] engine::RulesLoaded read_rules_loaded(MapReader& map);

void write_deadline(MapWriter& map, const engine::DeadlineScheduled& scheduled);
[[nodiscard]] engine::DeadlineScheduled read_deadline(MapReader& map);

} // namespace klik::codec
