#pragma once

#include "mail/notice.hpp"

#include <klik/event.hpp>

#include <optional>
#include <string_view>

namespace klik::mail {

/// What an event has for the mail: of a notification its items, of `test_message` the trial; none
/// of anything else. `domain` is that of the sender, which the message id ends with.
[[nodiscard]] std::optional<Notice> notice_of_event(const Event& event, std::string_view domain);

/// Stable: made of the municipality and the key of the first item.
[[nodiscard]] std::string message_id_of(std::string_view municipality, std::string_view key,
                                        std::string_view domain);

} // namespace klik::mail
