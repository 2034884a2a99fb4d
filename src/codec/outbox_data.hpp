#pragma once

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"
#include "engine/outbox.hpp"
#include "engine/state.hpp"

namespace klik::codec {

// What waits to be told: as records of the journal and as part of the state.

void write_gathered(MapWriter& map, const engine::NoticeGathered& gathered);
[[nodiscard]] engine::NoticeGathered read_gathered(MapReader& map);
void write_outbox_scheduled(MapWriter& map, const engine::OutboxScheduled& scheduled);
[[nodiscard]] engine::OutboxScheduled read_outbox_scheduled(MapReader& map);
void write_outbox_emptied(MapWriter& map, const engine::OutboxEmptied& emptied);
[[nodiscard]] engine::OutboxEmptied read_outbox_emptied(MapReader& map);

void write_outboxes(MapWriter& map, const engine::Outboxes& outboxes);
[[nodiscard]] engine::Outboxes read_outboxes(MapReader& map);

void write_told_condition(MapWriter& map, const engine::ToldCondition& told);
[[nodiscard]] engine::ToldCondition read_told_condition(const Value& value);

} // namespace klik::codec
