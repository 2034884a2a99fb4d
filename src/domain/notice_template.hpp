#pragma once

#include "domain/civil_time.hpp"
#include "domain/notification.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::domain {

// A sentence of a rule set in place of the program's own, docs/rules.md 8: text in which `{name}`
// stands for something about the notice, and `{{` for a brace.

/// The names of the facts that a text of that kind may have in braces.
[[nodiscard]] std::vector<std::string_view> template_facts(NotificationKind kind);

/// What is wrong with a text, as the end of the sentence "the text ..."; nothing if it can be used.
[[nodiscard]] std::optional<std::string> template_mistake(NotificationKind kind,
                                                          std::string_view text);

/// The text with the notice's facts put in: dates and colours in the language's words, nothing
/// for a fact that the notice does not have, and a missing due date said as such.
[[nodiscard]] std::string filled_template(NotificationKind kind, std::string_view text,
                                          const std::map<std::string, std::string>& facts,
                                          Language language);

} // namespace klik::domain
