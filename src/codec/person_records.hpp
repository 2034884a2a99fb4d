#pragma once

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"
#include "engine/event.hpp"

namespace klik::codec {

// The data of records about persons and what reached them (docs/journal.md), which stay in the
// journal.

void write_person_replaced(MapWriter& map, const engine::PersonReplaced& replaced);
[[nodiscard]] engine::PersonReplaced read_person_replaced(MapReader& map);

void write_person_erased(MapWriter& map, const engine::PersonErased& erased);
[[nodiscard]] engine::PersonErased read_person_erased(MapReader& map);

void write_delivery_reported(MapWriter& map, const engine::DeliveryReported& reported);
[[nodiscard]] engine::DeliveryReported read_delivery_reported(MapReader& map);

} // namespace klik::codec
