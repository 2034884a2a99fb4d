// A mail server's replies, one a line, and texts on their way into a mail.

#include "fuzz/fuzz.hpp"
#include "mail/address.hpp"
#include "mail/mime_text.hpp"
#include "mail/smtp_dialogue.hpp"

namespace klik::fuzz {

namespace {

using namespace mail;

void check_dialogue(std::string_view lines) {
    SmtpDialogue dialogue;
    Pieces pieces{lines};
    while (!pieces.done()) {
        const auto line = pieces.line();
        if (line.starts_with('>')) {
            dialogue.said(line.substr(1));
        } else if (line == "=") {
            dialogue.content_begins();
        } else {
            dialogue.answered(line);
        }
        for (const auto code : {CURLE_OK, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_LOGIN_DENIED}) {
            const auto result = dialogue.result(code);
            require_sentence(result.detail.empty() ? "sent" : result.detail);
            require(!result.maybe_sent || result.verdict != Verdict::sent,
                    "what is certain is not in doubt", result.detail);
        }
    }
}

/// Lines of at most 78 characters of ASCII, ended by CR LF, of which no one but the first begins a
/// field.
void check_field(std::string_view field) {
    require(field.ends_with("\r\n"), "a field ends with its line", field);
    std::string_view rest = field;
    bool first = true;
    while (!rest.empty()) {
        const auto end = rest.find("\r\n");
        require(end != std::string_view::npos, "lines end with CR LF", field);
        const auto line = rest.substr(0, end);
        rest.remove_prefix(end + 2);
        require(first || line.starts_with(' '), "a text begins no field of its own", field);
        require(std::ranges::all_of(line, [](char c) { return c >= ' ' && c <= '~'; }),
                "a field is ASCII", field);
        const bool is_an_address = line.find(' ', 1) == std::string_view::npos; // it has no folds
        require(line.size() <= 78 || is_an_address, "lines are short", field);
        first = false;
    }
}

void check_text(std::string_view text) {
    check_field(text_field("Subject", text));
    const auto body = quoted_printable(text);
    require(std::ranges::all_of(
                body, [](char c) { return (c >= ' ' && c <= '~') || c == '\r' || c == '\n'; }),
            "a body is ASCII", body);
    const auto html = html_escaped(text);
    require(html.find_first_of("<>\"") == std::string::npos, "a text has no mark of HTML", html);
    if (const auto address = deliverable(text)) {
        check_field(address_field("To", text, *address));
        const auto again = deliverable(*address);
        require(again == address, "an address that can be delivered to stays", *address);
    } else {
        require_sentence(address.error());
    }
}

} // namespace

void read_input(std::string_view input) {
    check_dialogue(input);
    check_text(input);
}

} // namespace klik::fuzz
