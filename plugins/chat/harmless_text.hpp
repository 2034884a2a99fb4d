#pragma once

#include <string>
#include <string_view>

namespace klik::chat {

/// One line that any program can show: valid UTF-8 (and XML), no control characters, nothing that
/// turns the direction of writing. What was one of these is U+FFFD; a line break is a space, and
/// what has no width is left out.
[[nodiscard]] std::string visible(std::string_view text);

/// `visible`, and nothing in it that a chat program takes for markup, a mention, a channel or a
/// link: those characters are others that look alike. `<`, `>` and `&` stay; each channel has an
/// escape of its own for them.
[[nodiscard]] std::string inert(std::string_view text);

/// Whether a chat program could take anything in it for a mention or a link, or something in it
/// hides or turns what stands there.
[[nodiscard]] bool would_act(std::string_view text);

} // namespace klik::chat
