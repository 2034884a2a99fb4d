#pragma once

#include <expected>
#include <string>

namespace klik::domain {

/// What was wrong with data from outside, as a value.
///
/// `code` is one of the error codes of the wire (docs/protocol.md, "Errors"); `path` names the
/// place
/// (`data.due_date`, `klikd.toml:12`) and may be empty; `text` is one sentence that the reader can
/// act on.
struct Problem {
    std::string code;
    std::string path;
    std::string text;

    friend bool operator==(const Problem&, const Problem&) = default;

    /// `path: text`, or the text alone where there is no path.
    [[nodiscard]] std::string sentence() const { return path.empty() ? text : path + ": " + text; }
};

template <class T>
using Result = std::expected<T, Problem>;

[[nodiscard]] inline std::unexpected<Problem> malformed(std::string path, std::string text) {
    return std::unexpected(Problem{"malformed", std::move(path), std::move(text)});
}

} // namespace klik::domain
