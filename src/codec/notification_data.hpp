#pragma once

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"
#include "domain/notification.hpp"

namespace klik::codec {

/// The entries of a `dk.klik.notification.v1` event's data. `kind` is that of the only item, else
/// `digest`; `recipient.via` lists the vacant roles that were asked before.
void write_notification(MapWriter& map, const domain::Notification& notification);
/// The entries of its `recipient`. Where all were vacant and no deputy is told, the keys that say
/// so are left out.
void write_recipient(MapWriter& map, const domain::Recipient& recipient);
[[nodiscard]] domain::Notification read_notification(MapReader& map);

} // namespace klik::codec
