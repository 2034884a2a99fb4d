#pragma once

#include <string>
#include <string_view>

namespace klik::portfolio {

/// For a description or a note. Redmine makes mentions, links, macros and images of signs in them,
/// and tells people that they were mentioned; a task's text is to be read and nothing else. A
/// character without width (U+2060) goes between two that would mean something together, in
/// Textile as in Markdown. Emphasis, lists and addresses that stand by themselves stay.
[[nodiscard]] std::string shown_as_it_is(std::string_view text);
/// What was given to `shown_as_it_is`, byte for byte.
[[nodiscard]] std::string given_back(std::string_view text);

} // namespace klik::portfolio
