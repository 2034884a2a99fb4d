#include "mail/mail_settings.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::mail {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class MailSettingsTest : public testing::Test {
  protected:
    MailSettings read(const std::string& lines) {
        common::SettingsFile file{folder_.write("klikd.toml", "[plugins.mail]\n" + lines)};
        auto settings = read_mail_settings(file);
        mistakes_ = file.mistakes();
        return settings;
    }
    /// Beside what has to be there.
    MailSettings read_with(const std::string& lines) {
        return read("server = \"smtp://localhost\"\nfrom = \"k@kommune.example\"\n" + lines);
    }

    klik::test::TemporaryFolder folder_;
    std::vector<std::string> mistakes_;
};

TEST_F(MailSettingsTest, HaveGoodDefaults) {
    const auto settings = read_with("");
    EXPECT_THAT(mistakes_, IsEmpty());
    EXPECT_EQ(settings.server.url, "smtp://localhost:587");
    EXPECT_TRUE(settings.server.encrypted);
    EXPECT_EQ(settings.head.list_id, "KLIK <klik.kommune.example>");
    EXPECT_EQ(settings.head.subject_prefix, "KLIK: ");
    EXPECT_EQ(settings.begin, "end");
    EXPECT_EQ(settings.give_up, std::chrono::days{5});
}

TEST_F(MailSettingsTest, HaveAnotherBeginningOfSubjectsOrNone) {
    EXPECT_EQ(read_with("subject_prefix = \"[Korsbæk] \"\n").head.subject_prefix, "[Korsbæk] ");
    EXPECT_EQ(read_with("subject_prefix = \"\"\n").head.subject_prefix, "");
    EXPECT_THAT(mistakes_, IsEmpty());
    read_with("subject_prefix = \"A\\r\\nBcc: b@x.example\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("on one line")));
}

TEST_F(MailSettingsTest, NameAServerWithItsPort) {
    const auto url = [&](const std::string& server) {
        return read("server = \"" + server + "\"\nfrom = \"k@kommune.example\"\n").server.url;
    };
    EXPECT_EQ(url("smtps://mail.example"), "smtps://mail.example:465");
    EXPECT_EQ(url("smtp://mail.example:25"), "smtp://mail.example:25");
    EXPECT_EQ(url("smtp://[::1]:25"), "smtp://[::1]:25");
    EXPECT_EQ(url("smtp://[::1]"), "smtp://[::1]:587");
    for (const char* wrong : {"mail.example", "http://mail.example", "smtp://", "smtp://a/b",
                              "smtp://user:word@mail.example", "smtp://a:0", "smtp://a:65536"}) {
        EXPECT_EQ(url(wrong), "") << wrong;
        EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("klikd.toml:2: `plugins.mail.server` must")));
    }
}

TEST_F(MailSettingsTest, GoWithoutTlsOnThisMachineOnly) {
    EXPECT_FALSE(read_with("tls = \"none\"\n").server.encrypted);
    EXPECT_THAT(mistakes_, IsEmpty());
    read("server = \"smtp://mail.example\"\nfrom = \"k@kommune.example\"\ntls = \"none\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("only for a server on this machine")));
    read("server = \"smtps://mail.example\"\nfrom = \"k@kommune.example\"\ntls = \"starttls\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("has TLS from the start")));
}

TEST_F(MailSettingsTest, HaveAUserAndAPasswordOrNeither) {
    read_with("user = \"klik\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("needs `password_file` or")));
    read_with("user = \"klik\"\npassword_file = \"none\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("cannot be read")));
    read_with("user = \"klik\"\npassword = \"hemmelig\"\n");
    EXPECT_THAT(mistakes_, testing::Contains(HasSubstr("does not stand in this file")));
    EXPECT_THAT(mistakes_, testing::Not(testing::Contains(HasSubstr("hemmelig"))));
}

TEST_F(MailSettingsTest, SayWhatHasToBeThere) {
    read("");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("`plugins.mail.server` is missing"),
                                       HasSubstr("`plugins.mail.from` is missing")));
}

TEST_F(MailSettingsTest, HaveALinkWithTheNumberInIt) {
    EXPECT_EQ(read_with("link = \"https://k.example/{number}\"\n").head.link,
              "https://k.example/{number}");
    for (const char* wrong : {"https://k.example", "javascript:{number}", "https://k {number}"}) {
        read_with("link = \"" + std::string{wrong} + "\"\n");
        EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("`plugins.mail.link` must be"))) << wrong;
    }
}

} // namespace
} // namespace klik::mail
