#include "chat/channels/webhook_teams/card.hpp"

#include "chat/harmless_text.hpp"
#include "common/text.hpp"

#include <nlohmann/json.hpp>

namespace klik::chat::webhook_teams {

namespace {

using nlohmann::json;

/// A line longer than this does not stand on a screen.
constexpr std::size_t longest_run_bytes = 4000;

/// Cards replace `{{DATE(...)}}` and `{{TIME(...)}}` in any text.
std::string without_functions(std::string text) {
    for (auto at = text.find("{{"); at != std::string::npos; at = text.find("{{", at)) {
        text.insert(at + 1, " ");
    }
    return text;
}

std::string text_of(const Span& span) {
    const auto text = span.kind == Span::Kind::code ? visible(span.text) : inert(span.text);
    return without_functions(common::cut_to_bytes(text, longest_run_bytes));
}

json run_of(const Span& span) {
    json run{{"type", "TextRun"}, {"text", text_of(span)}};
    if (span.kind == Span::Kind::strong) {
        run["weight"] = "Bolder";
    } else if (span.kind == Span::Kind::code) {
        run["fontType"] = "Monospace";
    } else if (span.kind == Span::Kind::link) {
        if (span.text.empty()) {
            run["text"] = visible(span.url);
        }
        run["selectAction"] = {{"type", "Action.OpenUrl"}, {"url", visible(span.url)}};
    }
    return run;
}

json block_of(const Line& line) {
    json runs = json::array();
    for (const auto& span : line) {
        if (!span.text.empty() || !span.url.empty()) {
            runs.push_back(run_of(span));
        }
    }
    return {{"type", "RichTextBlock"}, {"inlines", std::move(runs)}};
}

json envelope_of(json body) {
    return {{"type", "message"},
            {"attachments",
             {{{"contentType", "application/vnd.microsoft.card.adaptive"},
               {"contentUrl", nullptr},
               {"content",
                {{"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
                 {"type", "AdaptiveCard"},
                 {"version", "1.4"},
                 {"msteams", {{"width", "Full"}}},
                 {"body", std::move(body)}}}}}}};
}

} // namespace

std::string card_of(const Post& post) {
    json body = json::array();
    const auto cut = block_of({Span{"…"}});
    std::size_t left =
        longest_message_bytes - envelope_of(json::array()).dump().size() - 2 * cut.dump().size();
    for (const auto& line : post.message.lines) {
        auto block = block_of(line);
        if (block["inlines"].empty()) {
            continue;
        }
        if (body.empty()) {
            block["id"] = post.id; // by which a reader of the card can tell it again
        } else {
            block["spacing"] = "Small";
        }
        const auto size = block.dump().size() + 1;
        if (size > left) {
            body.push_back(cut);
            break;
        }
        left -= size;
        body.push_back(std::move(block));
    }
    return envelope_of(std::move(body)).dump();
}

} // namespace klik::chat::webhook_teams
