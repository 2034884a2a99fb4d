#include "mail/smtp_dialogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::mail {
namespace {

using testing::HasSubstr;

/// A dialogue up to a command, and the server's reply to it.
SmtpResult after(std::initializer_list<const char*> commands, const char* reply,
                 CURLcode code = CURLE_SEND_ERROR) {
    SmtpDialogue dialogue;
    dialogue.answered("220 mail.example");
    for (const char* command : commands) {
        dialogue.said(command);
    }
    if (std::string_view{reply} != "") {
        dialogue.answered(reply);
    }
    return dialogue.result(code);
}

constexpr auto at_recipient = {"EHLO x", "MAIL FROM:<a@x>", "RCPT TO:<b@x>"};
constexpr auto at_data = {"EHLO x", "MAIL FROM:<a@x>", "RCPT TO:<b@x>", "DATA"};

TEST(SmtpDialogue, A5xxOfTheRecipientIsAboutTheAddress) {
    const auto result = after(at_recipient, "550 5.1.1 <b@x>: Karen Vest is not here\r\n");
    EXPECT_EQ(result.verdict, Verdict::bounced);
    EXPECT_EQ(result.detail, "550 5.1.1 at RCPT") << "and none of the server's words";
    EXPECT_EQ(after(at_recipient, "550 no such user").detail, "550 at RCPT");
}

TEST(SmtpDialogue, A5xxForReasonsOfPolicyIsNot) {
    EXPECT_EQ(after(at_recipient, "550 5.7.1 blocked by policy").verdict, Verdict::refused);
    EXPECT_EQ(after(at_recipient, "550 5.4.1 no way there").verdict, Verdict::refused);
    EXPECT_EQ(after(at_data, "554 5.6.0 spam").verdict, Verdict::refused);
    EXPECT_EQ(after({"MAIL FROM:<a@x> SIZE=9"}, "552 5.3.4 too large").verdict, Verdict::refused);
}

TEST(SmtpDialogue, AServerThatDoesNotSendForUsOrHasNoRoomSaysNothingOfTheAddress) {
    EXPECT_EQ(after(at_recipient, "550 relay not permitted").verdict, Verdict::later);
    EXPECT_EQ(after(at_recipient, "554 5.7.1 <b@x>: Relay access denied").verdict, Verdict::later);
    EXPECT_EQ(after(at_recipient, "552 5.2.2 mailbox full").verdict, Verdict::later);
    EXPECT_EQ(after(at_recipient, "550 5.2.2 over quota").verdict, Verdict::later);
}

TEST(SmtpDialogue, A4xxIsForLater) {
    EXPECT_EQ(after(at_recipient, "451 4.7.1 greylisted").verdict, Verdict::later);
    EXPECT_EQ(after(at_recipient, "421 closing").verdict, Verdict::later);
    EXPECT_EQ(after(at_data, "451 disk full").verdict, Verdict::later);
    EXPECT_EQ(after(at_recipient, "", CURLE_RECV_ERROR).verdict, Verdict::later);
}

TEST(SmtpDialogue, WhatConcernsEverybodyIsTroubleOfTheServer) {
    EXPECT_EQ(after({"EHLO x", "AUTH PLAIN"}, "535 5.7.8 wrong", CURLE_LOGIN_DENIED).detail,
              "it refuses the user name or the password (535 5.7.8 at the beginning)");
    EXPECT_EQ(after({"MAIL FROM:<a@x>"}, "550 5.7.1 sender").verdict, Verdict::server_trouble);
    EXPECT_EQ(after(at_recipient, "530 5.7.0 log in first").verdict, Verdict::server_trouble);
    EXPECT_EQ(after({}, "", CURLE_COULDNT_CONNECT).verdict, Verdict::server_trouble);
    EXPECT_THAT(after({}, "", CURLE_PEER_FAILED_VERIFICATION).detail, HasSubstr("certificate"));
}

TEST(SmtpDialogue, SaysWhichKindOfPortWasMet) {
    const SmtpDialogue silent;
    EXPECT_THAT(silent.result(CURLE_OPERATION_TIMEDOUT).detail, HasSubstr("smtps://"));
    EXPECT_THAT(silent.result(CURLE_SSL_CONNECT_ERROR).detail, HasSubstr("begins with smtp://"));
    EXPECT_EQ(after({"EHLO x"}, "", CURLE_OPERATION_TIMEDOUT).detail, "it does not answer in time");
}

TEST(SmtpDialogue, LeavesTheGoodbyeAside) {
    SmtpDialogue dialogue;
    for (const char* command : at_recipient) {
        dialogue.said(command);
    }
    dialogue.answered("550 5.1.1 no such user");
    dialogue.said("QUIT");
    dialogue.answered("221 bye");
    EXPECT_EQ(dialogue.result(CURLE_SEND_ERROR).detail, "550 5.1.1 at RCPT");
}

TEST(SmtpDialogue, KnowsWhenTheMailMayHaveArrived) {
    SmtpDialogue dialogue;
    for (const char* command : at_data) {
        dialogue.said(command);
    }
    EXPECT_FALSE(dialogue.result(CURLE_RECV_ERROR).maybe_sent);
    dialogue.answered("354 go on");
    dialogue.content_begins();
    const auto result = dialogue.result(CURLE_RECV_ERROR);
    EXPECT_TRUE(result.maybe_sent);
    EXPECT_EQ(result.detail, "the connection broke at the end of the mail");
    dialogue.answered("250 taken");
    EXPECT_EQ(dialogue.result(CURLE_OK).verdict, Verdict::sent);
}

} // namespace
} // namespace klik::mail
