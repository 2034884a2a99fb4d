#pragma once

#include <string>
#include <string_view>

namespace klik::mail {

/// Text as the parts of a mail need it. All of it takes UTF-8.

/// A header field with its line's end. Text that is not short and ASCII becomes encoded words (RFC
/// 2047); line feeds and other control characters become blanks, so that no text can begin a field
/// of its own.
[[nodiscard]] std::string text_field(std::string_view name, std::string_view text);

/// A header field whose value is made of words of ASCII that were checked, such as message ids;
/// folded between them.
[[nodiscard]] std::string word_field(std::string_view name, std::string_view words);

/// `"Karen Vest" <kv@korsbaek.example>` as a field; without a name the address alone.
[[nodiscard]] std::string address_field(std::string_view field, std::string_view name,
                                        std::string_view address);

/// Quoted-printable (RFC 2045): lines of at most 76 characters of ASCII, ended by CR LF.
[[nodiscard]] std::string quoted_printable(std::string_view text);

/// What means something in HTML becomes an entity, control characters go.
[[nodiscard]] std::string html_escaped(std::string_view text);

/// At most so many characters, the last of them `…` where there were more; control characters
/// become blanks.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most_characters);

} // namespace klik::mail
