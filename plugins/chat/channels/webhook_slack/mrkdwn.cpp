#include "chat/channels/webhook_slack/mrkdwn.hpp"

#include "chat/harmless_text.hpp"
#include "common/text.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace klik::chat::webhook_slack {

namespace {

using nlohmann::json;

constexpr std::string_view ellipsis = "…";
/// A character becomes an entity of at most so many bytes.
constexpr std::size_t longest_entity_bytes = 5;

std::string escaped(std::string_view text) {
    std::string words;
    for (const char each : text) {
        switch (each) {
        case '&':
            words += "&amp;";
            break;
        case '<':
            words += "&lt;";
            break;
        case '>':
            words += "&gt;";
            break;
        default:
            words += each;
        }
    }
    return words;
}

std::string url_of(const Span& span) {
    std::string url;
    for (const char each : escaped(visible(span.url))) {
        url += each == '|' ? "%7C" : std::string(1, each);
    }
    return url;
}

std::string words_of(const Span& span) {
    if (span.kind == Span::Kind::code) {
        auto code = escaped(visible(span.text));
        std::ranges::replace(code, '`', '\'');
        return fmt::format("`{}`", code);
    }
    const auto text = escaped(inert(span.text));
    if (span.kind == Span::Kind::link) {
        return text.empty() ? fmt::format("<{}>", url_of(span))
                            : fmt::format("<{}|{}>", url_of(span), text);
    }
    const bool bold = span.kind == Span::Kind::strong && !text.empty() && !text.starts_with(' ') &&
                      !text.ends_with(' ');
    return bold ? fmt::format("*{}*", text) : text;
}

json section_of(const std::string& text, const std::string& id) {
    return {{"type", "section"},
            {"block_id", id}, // by which a reader of the message can tell it again
            {"text", {{"type", "mrkdwn"}, {"text", text}, {"verbatim", true}}}};
}

} // namespace

std::string mrkdwn_of(const Message& message) {
    std::string text;
    for (const auto& line : message.lines) {
        text += text.empty() ? "" : "\n";
        for (const auto& span : line) {
            const auto words = words_of(span);
            const auto left = longest_text_bytes - text.size() - ellipsis.size() - 1;
            if (words.size() > left) {
                const bool divisible =
                    span.kind == Span::Kind::plain || span.kind == Span::Kind::strong;
                const auto part = divisible ? inert(span.text) : std::string{};
                return text + escaped(common::cut_to_bytes(part, left / longest_entity_bytes)) +
                       (part.empty() ? std::string{ellipsis} : "");
            }
            text += words;
        }
        if (text.size() + ellipsis.size() + 1 >= longest_text_bytes) {
            return text + std::string{ellipsis};
        }
    }
    return text;
}

std::string webhook_json(const Post& post) {
    const auto text = mrkdwn_of(post.message);
    return json{{"text", text},          {"blocks", {section_of(text, post.id)}},
                {"parse", "none"},       {"link_names", false},
                {"unfurl_links", false}, {"unfurl_media", false}}
        .dump();
}

std::string answer_json(const Message& message) {
    return json{{"response_type", "ephemeral"}, {"text", mrkdwn_of(message)}}.dump();
}

} // namespace klik::chat::webhook_slack
