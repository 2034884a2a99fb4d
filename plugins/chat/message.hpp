#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace klik::chat {

/// A piece of a line. Its text is plain and may hold anything: each channel makes it harmless in
/// its own markup.
struct Span {
    /// `code` is ours, to be copied: it stands there letter by letter, or is of no use.
    enum class Kind : std::uint8_t { plain, strong, link, code };
    std::string text;
    Kind kind = Kind::plain;
    std::string url{}; ///< of a link; ours, never out of a task
    friend bool operator==(const Span&, const Span&) = default;
};

using Line = std::vector<Span>;

/// What is said, free of any channel's markup: a first line that stands alone, and more.
struct Message {
    std::vector<Line> lines;
    friend bool operator==(const Message&, const Message&) = default;
};

} // namespace klik::chat
