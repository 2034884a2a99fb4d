#pragma once

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"
#include "engine/event.hpp"

namespace klik::codec {

// The data of records about roles and persons (docs/journal.md), which stay in the journal.

void write_role_assigned(MapWriter& map, const engine::RoleAssigned& assigned);
[[nodiscard]] engine::RoleAssigned read_role_assigned(MapReader& map);

void write_role_ended(MapWriter& map, const engine::RoleEnded& ended);
[[nodiscard]] engine::RoleEnded read_role_ended(MapReader& map);

void write_gallery_loaded(MapWriter& map, const engine::GalleryLoaded& loaded);
[[nodiscard]] engine::GalleryLoaded read_gallery_loaded(MapReader& map);

} // namespace klik::codec
