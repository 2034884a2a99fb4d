#pragma once

#include "domain/civil_time.hpp"
#include "domain/notification.hpp"
#include "domain/rule_set.hpp"

#include <map>
#include <string>

namespace klik::domain {

/// The sentence for a person, made of the item's kind and facts; it says what, when and why they
/// are told. What it says about the item is `own`, the rule set's text, where there is one.
[[nodiscard]] std::string notification_text(NotificationKind kind,
                                            const std::map<std::string, std::string>& facts,
                                            const Recipient& recipient, Language language,
                                            const NoticeText* own = nullptr);

} // namespace klik::domain
