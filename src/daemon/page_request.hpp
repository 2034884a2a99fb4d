#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace klik::daemon {

/// The one page that a `PageServer` has.
struct Page {
    std::string path;                  ///< such as `/metrics`
    std::string content_type;          ///< of what `text` gives
    std::function<std::string()> text; ///< called for each `GET`, in the server's thread
};

/// Longer than any program's request for a page.
constexpr std::size_t longest_request_bytes = 8192;

/// The whole answer of HTTP/1.1 to what was sent so far; nothing while the request is not complete.
/// Only its first line is looked at. Whatever the answer is, the connection is closed behind it.
[[nodiscard]] std::optional<std::string> answer_to(std::string_view sent, const Page& page);

} // namespace klik::daemon
