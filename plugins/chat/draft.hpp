#pragma once

#include "chat/message.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace klik::chat {

/// A span, or a person who is named only when it is said: names are never stored.
struct Piece {
    Span span{};
    std::string person{}; ///< id; the span's text is what is said where the name is not known
    friend bool operator==(const Piece&, const Piece&) = default;
};

using DraftLine = std::vector<Piece>;

/// What is to be said, as it is kept until it is said.
struct Draft {
    std::vector<DraftLine> lines;
    friend bool operator==(const Draft&, const Draft&) = default;
};

[[nodiscard]] Piece plain(std::string text);
[[nodiscard]] Piece strong(std::string text);
/// To be copied letter by letter.
[[nodiscard]] Piece code(std::string text);
/// Without a URL it is strong.
[[nodiscard]] Piece link(std::string text, std::string url);
[[nodiscard]] Piece person(std::string id, std::string otherwise);

/// An empty name is not known.
using NameOf = std::function<std::string(const std::string& person)>;

[[nodiscard]] Message message_of(const Draft& draft, const NameOf& name_of);

/// What there is for a message in a channel's markup.
struct Space {
    std::size_t bytes = 0;  ///< 0 for any length
    std::size_t markup = 8; ///< around a line, and around each span of it, at most
};
[[nodiscard]] bool fits(const Message& message, Space space);
/// Cut to it as far as text goes, with the pointer as its last line where something was cut.
[[nodiscard]] Message fitted(Message message, Space space, const Line& pointer);

/// For the store.
[[nodiscard]] std::string text_of(const Draft& draft);
[[nodiscard]] Draft draft_of(const std::string& text);

} // namespace klik::chat
