#include "chat/channels/webhook_slack/mrkdwn.hpp"
#include "chat/channels/webhook_teams/card.hpp"
#include "chat/channels/webhook_teams/teams_channel.hpp"
#include "chat/webhook_verdict.hpp"
#include "chat/webhooks.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace klik::chat {

namespace {

using nlohmann::json;

Span strong_span(std::string text) {
    return {std::move(text), Span::Kind::strong};
}

Span link_span(std::string text, std::string url) {
    return {std::move(text), Span::Kind::link, std::move(url)};
}

Post post_of(std::vector<Line> lines) {
    return {.id = "p.1", .room = "drift", .message = {std::move(lines)}};
}

} // namespace

TEST(WebhookAnswers, ShowNoPartOfTheAddress) {
    const std::string url = "https://h.example/hooks/hemmeligt%2Fafsnit?sig=a1b2c3d4e5";
    for (const auto* body :
         {"Cannot POST /hooks/hemmeligt%2Fafsnit", "<pre>Cannot POST /hooks/hemmeligt…</pre>",
          "no HEMMELIGT/AFSNIT here", "{\"path\":\"?sig=a1b2c3d4e5\"}", "hooks%2Fhemmeligt"}) {
        EXPECT_EQ(quotable(body, url), "its answer repeats the address, and is not shown") << body;
    }
    EXPECT_EQ(quotable("no_service\n", url), "no_service ");
    EXPECT_EQ(quotable("Cannot POST /a", "https://h.example/a"),
              "its answer repeats the address, and is not shown");
}

TEST(WebhookAnswers, SayWhetherItIsThePostOrTheRoom) {
    const auto code = [](long status, const char* body, WebhookForm form = WebhookForm::slack) {
        const auto refusal = refusal_in({.status = status, .body = body}, form);
        return refusal ? refusal->code : std::string{"taken"};
    };
    for (const auto* body :
         {"no_service", "invalid_token", "channel_is_archived",
          R"({"id":"web.incoming_webhook.invalid.app_error","message":"Invalid webhook"})",
          R"({"success":false,"error":"Invalid integration id or token provided."})"}) {
        EXPECT_EQ(code(400, body), "gone") << body;
    }
    EXPECT_EQ(code(400, "invalid_payload"), "refused");
    EXPECT_EQ(code(400, R"({"id":"web.incoming_webhook.text.length.app_error"})"), "refused");
    EXPECT_EQ(code(500, "no_service"), "busy");
}

TEST(WebhookAnswers, AreAReceiptWhereTheySayYesAlone) {
    const auto taken = [](const char* body, WebhookForm form) {
        return !refusal_in({.status = 200, .body = body}, form);
    };
    for (const auto* yes : {"ok", "OK\n", "", R"({"success":true})", R"({"ok":true})"}) {
        EXPECT_TRUE(taken(yes, WebhookForm::slack)) << yes;
        EXPECT_TRUE(taken(yes, WebhookForm::teams)) << yes;
    }
    for (const auto* no :
         {R"({"ok":false,"error":"x"})", "<html>Log in</html>", R"({"success":false})"}) {
        EXPECT_FALSE(taken(no, WebhookForm::slack)) << no;
        EXPECT_FALSE(taken(no, WebhookForm::teams)) << no;
    }
    EXPECT_TRUE(taken("1", WebhookForm::teams));
    EXPECT_TRUE(taken(R"({"id":"run-7"})", WebhookForm::teams));
    EXPECT_FALSE(taken(R"({"id":"run-7"})", WebhookForm::slack));
}

TEST(WebhookAddress, IsHttpsOrOnThisMachine) {
    EXPECT_TRUE(is_webhook_address("https://hooks.slack.com/services/T0/B0/x"));
    EXPECT_TRUE(is_webhook_address("https://x.api.powerplatform.com/workflows?sig=a%2Fb&v=1"));
    EXPECT_TRUE(is_webhook_address("http://127.0.0.1:8080/hook"));
    for (const auto* wrong :
         {"", "https://", "https://host", "https://host/", "http://hooks.slack.com/x",
          "ftp://host/x", "https://user:word@host/x", "https://host/x#part", "https://host/a b",
          "https://host/\n"}) {
        EXPECT_FALSE(is_webhook_address(wrong)) << wrong;
    }
}

TEST(WebhookAddress, OfAnotherServerIsAnother) {
    EXPECT_TRUE(
        same_server("https://hooks.slack.com/services/x", "https://hooks.slack.com/commands/y"));
    for (const auto* other :
         {"https://hooks.slack.com.evil.dk/commands/y", "https://hooks.slack.com:444/commands/y",
          "https://hooks.slack.com@evil.dk/commands/y", "http://hooks.slack.com/commands/y",
          "https://169.254.169.254/latest", "file:///etc/passwd", ""}) {
        EXPECT_FALSE(same_server("https://hooks.slack.com/services/x", other)) << other;
    }
}

TEST(Mrkdwn, EscapesWhatIsSlacks) {
    EXPECT_EQ(webhook_slack::mrkdwn_of({{{Span{"<!channel> & <@U1>"}}}}),
              "&lt;!channel&gt; &amp; &lt;＠U1&gt;");
}

TEST(Mrkdwn, KeepsAMarkOfOurOwnAndALinkOfOurOwn) {
    EXPECT_EQ(webhook_slack::mrkdwn_of({{{strong_span("Gul*"), Span{" "},
                                          link_span("a|b>", "https://x.dk/?a=1&b=|>")}}}),
              "*Gul∗* <https://x.dk/?a=1&amp;b=%7C&gt;|a¦b&gt;>");
}

TEST(Mrkdwn, CutsBetweenCharactersEntitiesAndLinks) {
    for (std::size_t size = 2850; size < 2960; ++size) {
        const auto text =
            webhook_slack::mrkdwn_of({{{Span{std::string(size, 'a')},
                                        link_span("KLIK", "https://klik.example/1"), Span{"&ø&"}},
                                       {Span{"<ende>"}}}});
        EXPECT_LE(text.size(), webhook_slack::longest_text_bytes) << size;
        const auto opened = text.find('<');
        EXPECT_TRUE(opened == text.npos || text.find('>', opened) != text.npos)
            << text.substr(2840);
        EXPECT_NO_THROW(static_cast<void>(json(text).dump())) << size; // it is UTF-8
    }
}

TEST(Card, StaysWithinTeamsLimitWhateverTheLinesAre) {
    for (const std::size_t lines : {1U, 10U, 100U, 1000U}) {
        std::vector<Line> all(lines, Line{Span{std::string(6000, '"')}, strong_span("ø\n\\")});
        const auto card = webhook_teams::card_of(post_of(std::move(all)));
        EXPECT_LE(card.size(), webhook_teams::longest_message_bytes);
        EXPECT_TRUE(json::accept(card));
    }
}

TEST(Card, EndsWithThePointerAlsoWhereItIsMoreMarkupThanText) {
    const webhook_teams::TeamsChannel teams{{}, "huset"};
    const Line pointer{Span{"… og flere."}};
    for (const auto& span :
         {Span{"a"}, strong_span("\\.\""), link_span("#1", "https://k.example/1")}) {
        for (const std::size_t spans : {1U, 12U}) {
            const std::vector<Line> lines(1000, Line(spans, span));
            const auto post = post_of(fitted({lines}, teams.abilities().space, pointer).lines);
            const auto body =
                json::parse(webhook_teams::card_of(post))["attachments"][0]["content"]["body"];
            EXPECT_EQ(body.back()["inlines"][0]["text"], "… og flere.") << span.text << spans;
            EXPECT_GT(body.size(), 10U);
        }
    }
}

TEST(Card, ReplacesNoDatesOfOthers) {
    const auto card = webhook_teams::card_of(post_of({{Span{"{{{DATE(2024-01-01T00:00:00Z)}}"}}}));
    EXPECT_EQ(card.find("{{D"), card.npos);
}

} // namespace klik::chat
