#pragma once

#include "domain/deadline_colour.hpp"
#include "domain/notification.hpp"
#include "domain/rule_set.hpp"
#include "domain/status.hpp"
#include "domain/task.hpp"

#include <optional>
#include <string_view>

namespace klik::codec {

// The words on the wire for enumerations whose domain gives no parser of exactly these words: the
// domain reads labels of people, a message of ours has the canonical word and nothing else.

[[nodiscard]] std::optional<domain::Colour> colour_word(std::string_view word);
[[nodiscard]] std::optional<domain::Status> status_word(std::string_view word);
[[nodiscard]] std::optional<domain::Policy> policy_word(std::string_view word);

[[nodiscard]] std::string_view canonical(domain::Origin origin);
[[nodiscard]] std::optional<domain::Origin> origin_word(std::string_view word);
[[nodiscard]] std::string_view canonical(domain::Urgency urgency);
[[nodiscard]] std::optional<domain::Urgency> urgency_word(std::string_view word);

} // namespace klik::codec
