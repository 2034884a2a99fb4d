#include "chat/draft.hpp"

#include "common/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace klik::chat {

namespace {

using nlohmann::json;

/// What a text has at most once a channel has made it harmless: an entity, or another character
/// that looks alike.
std::size_t bytes_in(std::string_view text) {
    constexpr std::string_view with_entity = "&<>'\"";
    constexpr std::string_view with_look_alike = "*_~`@[]|#:.\\";
    constexpr std::size_t longer_by_entity = 5;
    constexpr std::size_t longer_by_look_alike = 2;
    std::size_t bytes = text.size();
    for (const char each : text) {
        bytes += with_entity.contains(each) ? longer_by_entity : 0;
        bytes += with_look_alike.contains(each) ? longer_by_look_alike : 0;
    }
    return bytes;
}

std::size_t bytes_in(const Line& line, std::size_t markup) {
    std::size_t bytes = markup;
    for (const auto& span : line) {
        bytes += bytes_in(span.text) + bytes_in(span.url) + markup;
    }
    return bytes;
}

std::size_t bytes_in(const Message& message, std::size_t markup) {
    std::size_t bytes = 0;
    for (const auto& line : message.lines) {
        bytes += bytes_in(line, markup);
    }
    return bytes;
}

/// The line with its longest spans cut, so that it fits as far as text goes.
void shorten(Line& line, Space space) {
    constexpr std::size_t shortest = 4;
    while (bytes_in(line, space.markup) > space.bytes) {
        auto& span =
            *std::ranges::max_element(line, {}, [](const Span& each) { return each.text.size(); });
        if (span.text.size() <= shortest) {
            return;
        }
        auto shorter = common::cut_to_bytes(span.text, std::max(shortest, span.text.size() / 2));
        if (shorter.size() >= span.text.size()) {
            return;
        }
        span.text = std::move(shorter);
    }
}

json json_of(const Piece& piece) {
    return {{"t", piece.span.text},
            {"k", static_cast<int>(piece.span.kind)},
            {"u", piece.span.url},
            {"p", piece.person}};
}

Piece piece_of(const json& value) {
    const auto kind = value.at("k").get<int>();
    return {{value.at("t").get<std::string>(), static_cast<Span::Kind>(kind),
             value.at("u").get<std::string>()},
            value.at("p").get<std::string>()};
}

} // namespace

Piece plain(std::string text) {
    return {{std::move(text), Span::Kind::plain, {}}, {}};
}

Piece strong(std::string text) {
    return {{std::move(text), Span::Kind::strong, {}}, {}};
}

Piece code(std::string text) {
    return {{std::move(text), Span::Kind::code, {}}, {}};
}

Piece link(std::string text, std::string url) {
    const auto kind = url.empty() ? Span::Kind::strong : Span::Kind::link;
    return {{std::move(text), kind, std::move(url)}, {}};
}

Piece person(std::string id, std::string otherwise) {
    return {{std::move(otherwise), Span::Kind::plain, {}}, std::move(id)};
}

Message message_of(const Draft& draft, const NameOf& name_of) {
    constexpr std::size_t longest_name = 100; // characters
    Message message;
    for (const auto& pieces : draft.lines) {
        auto& line = message.lines.emplace_back();
        for (const auto& piece : pieces) {
            auto span = piece.span;
            if (!piece.person.empty()) {
                if (auto name = common::cut(common::one_line(name_of(piece.person)), longest_name);
                    !name.empty()) {
                    span.text = std::move(name);
                }
            }
            line.push_back(std::move(span));
        }
    }
    return message;
}

bool fits(const Message& message, Space space) {
    return space.bytes == 0 || bytes_in(message, space.markup) <= space.bytes;
}

Message fitted(Message message, Space space, const Line& pointer) {
    if (fits(message, space) || message.lines.empty()) {
        return message;
    }
    const auto of_pointer = bytes_in(pointer, space.markup);
    const Space left{space.bytes > of_pointer ? space.bytes - of_pointer : 1, space.markup};
    while (message.lines.size() > 1 && !fits(message, left)) {
        message.lines.pop_back();
    }
    shorten(message.lines.front(), left);
    message.lines.push_back(pointer);
    return message;
}

std::string text_of(const Draft& draft) {
    auto lines = json::array();
    for (const auto& line : draft.lines) {
        auto& pieces = lines.emplace_back(json::array());
        for (const auto& piece : line) {
            pieces.push_back(json_of(piece));
        }
    }
    // What the platform sent was checked to be UTF-8; a cut may not make a dump fail all the same.
    return lines.dump(-1, ' ', false, json::error_handler_t::replace);
}

Draft draft_of(const std::string& text) {
    Draft draft;
    for (const auto& pieces : json::parse(text)) {
        auto& line = draft.lines.emplace_back();
        for (const auto& piece : pieces) {
            line.push_back(piece_of(piece));
        }
    }
    return draft;
}

} // namespace klik::chat
