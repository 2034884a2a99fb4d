#pragma once

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"
#include "domain/role_gallery.hpp"

namespace klik::codec {

// The role gallery in records and stored states: ids, and of addresses only whether there is one.

/// Keys of an assignment's own: `role`, `person`, `deputy_of` where there is one.
void write_assignment(MapWriter& map, const domain::Assignment& assignment);
[[nodiscard]] domain::Assignment read_assignment(MapReader& map);

void write_gallery_file(MapWriter& map, const domain::GalleryFile& file);
[[nodiscard]] domain::GalleryFile read_gallery_file(const Value& value);

void write_gallery(MapWriter& map, const domain::RoleGallery& gallery);
[[nodiscard]] domain::RoleGallery read_gallery(const Value& value);

} // namespace klik::codec
