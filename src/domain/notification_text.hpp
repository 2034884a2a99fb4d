#pragma once

#include "domain/civil_time.hpp"
#include "domain/notification.hpp"

#include <map>
#include <string>

namespace klik::domain {

/// The sentence for a person, made of the item's kind and facts; it says what, when and why they
/// are told.
[[nodiscard]] std::string notification_text(NotificationKind kind,
                                            const std::map<std::string, std::string>& facts,
                                            const Recipient& recipient, Language language);

} // namespace klik::domain
