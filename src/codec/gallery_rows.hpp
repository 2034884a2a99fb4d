#pragma once

#include "domain/role_gallery.hpp"
#include "engine/state.hpp"

#include <string>

namespace klik::codec {

/// `query roles`: `role`, `person`, `deputy_of`, `primary`, `projects`, `absent`, `bounced`,
/// `left`, `addressed`, `replaced_by`; `absent` is as of `today`.
[[nodiscard]] std::string role_row(const domain::RoleGallery& gallery,
                                   const domain::Holding& holding, domain::Date today);

/// `query deliveries`: an item of a notification and what became of it, with nil for what nobody
/// has reported. `event` is the notification's id.
[[nodiscard]] std::string delivery_row(const std::string& event, domain::Sequence sequence,
                                       domain::UtcTime told, const domain::Recipient& recipient,
                                       const domain::NotificationItem& item,
                                       const engine::Delivery* delivery);

} // namespace klik::codec
