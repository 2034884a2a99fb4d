// What people and Slack say to klik-chat: a command in a room, or the body of a slash command.

#include "chat/channels/webhook_slack/mrkdwn.hpp"
#include "chat/channels/webhook_slack/signature.hpp"
#include "chat/channels/webhook_slack/slash_command.hpp"
#include "chat/channels/webhook_teams/card.hpp"
#include "chat/channels/xmpp/jid.hpp"
#include "chat/command.hpp"
#include "chat/draft.hpp"
#include "chat/harmless_text.hpp"
#include "codec/utf8.hpp"
#include "fuzz/fuzz.hpp"

#include <nlohmann/json.hpp>

namespace klik::fuzz {

namespace {

using namespace chat;

void check_command(std::string_view text) {
    for (const bool alone : {false, true}) {
        const auto found = understood(text, "klik", alone);
        const auto* command = std::get_if<Command>(&found);
        if (command == nullptr) {
            continue;
        }
        require(!text.starts_with(answer_sign), "an answer is nobody's command", text);
        require(verb_named(name_of(command->verb)) == command->verb, "a verb is known by its name");
        require(!is_wish(command->verb) || command->number != 0, "a wish is about a task", text);
    }
}

void check_slash_command(std::string_view form) {
    using namespace webhook_slack;
    const auto command = slash_command(form);
    require(!command || (!command->id.empty() && !command->user_id.empty()),
            "a slash command says who asks, and can be told from others", form);

    SignatureCheck check{"secret"};
    const std::string_view then = "1700000000";
    const SignatureCheck::Time now{std::chrono::seconds{1'700'000'000}};
    using Verdict = SignatureCheck::Verdict;
    require(check.check(then, form, "body", now) == Verdict::forged, "nobody guesses a signature");
    require(check.check(form, signature_of("secret", form, "body"), "body", now) != Verdict::forged,
            "what was signed is not forged, whatever its time is");
    const auto signature = signature_of("secret", then, form);
    require(check.check(then, signature, form, now) == Verdict::good, "what was signed is taken");
    require(check.check(then, signature, form, now) == Verdict::repeated, "and taken once");
}

bool is_json(const std::string& text) {
    return nlohmann::json::accept(text) && codec::is_utf8(text);
}

void check_message(std::string_view text) {
    const std::string words{text};
    const auto shown = visible(text);
    require(codec::is_utf8(shown) && shown.find_first_of("\r\n") == std::string::npos,
            "what is shown is one line of UTF-8", shown);
    require(visible(shown) == shown, "what can be shown stays", shown);
    const auto harmless = inert(text);
    require(visible(harmless) == harmless && !harmless.starts_with('>') &&
                harmless.find_first_of("*~`@[]|") == std::string::npos,
            "what is harmless can be shown and is no markup", words);

    const Draft draft{{{plain(words), strong(words)}, {code(words), person("p1", words)}}};
    if (codec::is_utf8(text)) {
        require(draft_of(text_of(draft)) == draft, "a draft comes back out of the store", words);
    }
    const auto message = message_of(draft, [&](const std::string&) { return words; });
    const Post post{.id = "1", .room = "r", .message = message};
    require(is_json(webhook_slack::webhook_json(post)), "Slack is sent JSON", words);
    require(is_json(webhook_slack::answer_json(message)), "Slack is answered in JSON", words);
    const auto card = webhook_teams::card_of(post);
    require(is_json(card), "Teams is sent JSON", words);
    require(card.size() <= webhook_teams::longest_message_bytes, "Teams takes so much", words);
    const auto mrkdwn = webhook_slack::mrkdwn_of(message);
    require(mrkdwn.size() <= webhook_slack::longest_text_bytes, "Slack takes so much", words);
    require(mrkdwn.find('<') == std::string::npos, "text mentions nobody in Slack", mrkdwn);
}

void check_address(std::string_view text) {
    const auto bare = xmpp::bare_jid(text);
    require(xmpp::bare_jid(bare) == bare, "a bare JID stays", text);
    require(!xmpp::is_bare_jid(text) || xmpp::resource(text).empty(), "a bare JID has no resource",
            text);
}

} // namespace

void read_input(std::string_view input) {
    check_command(input);
    check_slash_command(input);
    check_message(input);
    check_address(input);
}

} // namespace klik::fuzz
