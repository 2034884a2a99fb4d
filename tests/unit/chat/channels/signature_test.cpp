#include "chat/channels/webhook_slack/signature.hpp"
#include "chat/channels/webhook_slack/slash_command.hpp"

#include <gtest/gtest.h>

#include <string>

namespace klik::chat::webhook_slack {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using Verdict = SignatureCheck::Verdict;

// The example of Slack's documentation, "Verifying requests from Slack".
constexpr auto secret = "8f742231b10e8888abcd99yyyzzz85a5";
constexpr auto timestamp = "1531420618";
constexpr auto body =
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&"
    "channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&"
    "response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%"
    "2F96rGlfmibIGlgcZRskXaIFfN&"
    "trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
constexpr auto signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
constexpr SignatureCheck::Time then{seconds{1531420618}};

} // namespace

TEST(Signature, IsSlacksOwnForTheExampleOfItsDocumentation) {
    EXPECT_EQ(signature_of(secret, timestamp, body), signature);
}

TEST(SignatureCheck, TakesWhatSlackSignedNow) {
    SignatureCheck check{secret};
    EXPECT_EQ(check.check(timestamp, signature, body, then), Verdict::good);
}

TEST(SignatureCheck, TakesNoOtherBodyTimeSecretOrSignature) {
    SignatureCheck check{secret};
    EXPECT_EQ(check.check(timestamp, signature, std::string{body} + "1", then), Verdict::forged);
    EXPECT_EQ(check.check("1531420619", signature, body, then), Verdict::forged);
    EXPECT_EQ(check.check(timestamp, "", body, then), Verdict::forged);
    EXPECT_EQ(check.check(timestamp, "v0=a2114d57", body, then), Verdict::forged);
    SignatureCheck other{"another"};
    EXPECT_EQ(other.check(timestamp, signature, body, then), Verdict::forged);
}

TEST(SignatureCheck, TakesItForFiveMinutes) {
    for (const auto& [late, verdict] : {std::pair{seconds{300}, Verdict::good},
                                        {seconds{301}, Verdict::stale},
                                        {seconds{-300}, Verdict::good},
                                        {seconds{-301}, Verdict::stale}}) {
        SignatureCheck check{secret};
        EXPECT_EQ(check.check(timestamp, signature, body, then + late), verdict) << late.count();
    }
}

TEST(SignatureCheck, TakesNoTimeThatIsNone) {
    SignatureCheck check{secret};
    for (const std::string when : {"", "now", "1e9", "-1", "99999999999999999999"}) {
        EXPECT_EQ(check.check(when, signature_of(secret, when, body), body, then), Verdict::stale);
    }
}

TEST(SignatureCheck, TakesARequestOnceAndForgetsItWhenItIsTooOldAnyway) {
    SignatureCheck check{secret};
    EXPECT_EQ(check.check(timestamp, signature, body, then - minutes{5}), Verdict::good);
    EXPECT_EQ(check.check(timestamp, signature, body, then - minutes{4}), Verdict::repeated);
    EXPECT_EQ(check.check(timestamp, signature, body, then + minutes{5}), Verdict::repeated);
    EXPECT_EQ(check.check(timestamp, signature, body, then + minutes{11}), Verdict::stale);
}

TEST(SlashCommand, IsReadFromSlacksForm) {
    const auto command = slash_command(body);
    ASSERT_TRUE(command);
    EXPECT_EQ(command->user_id, "U2CERLKJA");
    EXPECT_EQ(command->id, "398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c");
    EXPECT_EQ(command->text, "");
    EXPECT_TRUE(command->response_url.starts_with("https://hooks.slack.com/commands/T1DC2JH3J/"));
}

TEST(SlashCommand, IsNoneWhereTheFormIsNotWhole) {
    const std::string whole = "command=%2Fklik&user_id=U1&trigger_id=1.2&text=mine";
    EXPECT_TRUE(slash_command(whole));
    for (const std::string wrong :
         {"", "command=%2Fklik&trigger_id=1.2", "command=%2Fklik&user_id=U1",
          "user_id=U1&trigger_id=1", "command=%2&user_id=U1&trigger_id=1",
          "command=%zz&user_id=U1&trigger_id=1",
          "command=%2Fklik&user_id=U1&user_id=U2&trigger_id=1.2"}) {
        EXPECT_FALSE(slash_command(wrong)) << wrong;
    }
}

TEST(SlashCommands, AreNoQuestionWhetherTheAddressIsThere) {
    EXPECT_TRUE(is_check_of_tls("ssl_check=1&token=x"));
    EXPECT_FALSE(is_check_of_tls("ssl_check=0&token=x"));
    EXPECT_FALSE(is_check_of_tls("ssl_check=1&command=%2Fklik&text=mine"));
    EXPECT_FALSE(is_check_of_tls("command=%2Fklik"));
}

} // namespace klik::chat::webhook_slack
