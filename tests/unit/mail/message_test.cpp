#include "mail/message.hpp"
#include "unit/mail/sample_notice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::mail {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using namespace std::chrono_literals;

const std::string link = "https://klik.example/{municipality}/{number}";
const Letterhead head{
    {"KLIK", "klik@korsbaek.example"}, "", "KLIK <klik.korsbaek.example>", link, "KLIK: "};

std::string message_of(const Notice& notice, const EarlierMails& earlier = {}) {
    return message_for(notice, letter_for(notice, Language::danish, link), head,
                       {"Karen Vest", "kv@korsbaek.example"}, earlier,
                       common::Time{std::chrono::sys_days{2024y / 2 / 19} + 7h});
}

TEST(Letter, SaysColourTaskReasonWhatToDoAndWhere) {
    const auto letter = letter_for(test::notice({test::item("k")}), Language::danish, link);
    EXPECT_EQ(letter.subject, "Påmindelse: Nedsæt en projektgruppe (#121850)");
    EXPECT_THAT(letter.text,
                StartsWith("Gul · #121850 Nedsæt en projektgruppe\nOpgave #121850 har frist i "
                           "morgen. Du får beskeden som udfører.\nDet kan du gøre: "));
    EXPECT_THAT(letter.text, HasSubstr("\nhttps://klik.example/9999/121850\n"));
    EXPECT_THAT(letter.html, HasSubstr("<strong>Gul</strong>"));
    EXPECT_THAT(letter.html, HasSubstr("href=\"https://klik.example/9999/121850\""));
}

TEST(Letter, IsInEnglishForWhoReadsThat) {
    const auto letter = letter_for(test::notice({test::item("k")}), Language::english, link);
    EXPECT_EQ(letter.subject, "Reminder: Nedsæt en projektgruppe (#121850)");
    EXPECT_THAT(letter.text, HasSubstr("Yellow · #121850"));
    EXPECT_THAT(letter.text, HasSubstr("You are told as assignee."));
}

TEST(Letter, SaysThatItIsLateOrWasPutBack) {
    auto notice = test::notice({test::item("k")});
    notice.late = true;
    notice.items.front().put_back = true;
    const auto letter = letter_for(notice, Language::danish, link);
    EXPECT_THAT(letter.text, StartsWith("Forsinket: "));
    EXPECT_THAT(letter.text, HasSubstr("projektgruppe (udskudt)"));
    EXPECT_THAT(letter.html, HasSubstr("Forsinket: "));
}

TEST(Letter, OfSeveralItemsCountsThem) {
    const auto about = [](std::vector<Item> items) {
        return letter_for(test::notice(std::move(items)), Language::danish, link).subject;
    };
    EXPECT_EQ(about({test::item("a"), test::item("b")}), "2 beskeder om opgave #121850");
    EXPECT_EQ(about({test::item("a"), test::item("b", 2), test::item("c", 2)}),
              "3 beskeder om 2 opgaver");
    EXPECT_EQ(about({test::item("a", 1, "first_sight"), test::item("b", 2, "first_sight")}),
              "2 nye opgaver");
}

TEST(Letter, OfSeveralItemsNamesWhatIsOverdueFirst) {
    const auto of = [](std::initializer_list<const char*> kinds, Language language) {
        std::vector<Item> items;
        for (const char* kind : kinds) {
            items.push_back(test::item(std::to_string(items.size()),
                                       static_cast<std::int64_t>(items.size()) + 1, kind));
        }
        return letter_for(test::notice(std::move(items)), language, link);
    };
    EXPECT_EQ(of({"assigned", "overdue", "overdue", "reminder"}, Language::danish).subject,
              "2 overskredne frister og 2 andre beskeder");
    EXPECT_EQ(of({"overdue", "reminder"}, Language::danish).subject,
              "1 overskredet frist og 1 anden besked");
    EXPECT_EQ(of({"overdue", "overdue"}, Language::english).subject, "2 overdue tasks");
    const auto text = of({"assigned", "overdue"}, Language::danish).text;
    EXPECT_LT(text.find("#2"), text.find("#1 ")) << "and first in the mail as well";
}

TEST(Letter, HasNoLinkToWhatThePlatformDoesNotKnow) {
    for (const std::int64_t number : {-1, 0}) {
        const auto letter = letter_for(test::notice({test::item("k", number, "vacant_role")}),
                                       Language::danish, link);
        EXPECT_THAT(letter.text, Not(HasSubstr("https://")));
    }
}

TEST(Letter, EscapesWhatATitleBrings) {
    auto notice = test::notice({test::item("k")});
    notice.items.front().title = "<script>x</script>";
    EXPECT_THAT(letter_for(notice, Language::danish, link).html, Not(HasSubstr("<script>")));
}

TEST(Message, HasTheSameIdEachTimeAndAnotherForAnotherNotice) {
    const auto id = test::notice({test::item("k")}).message_id;
    EXPECT_EQ(id, test::notice({test::item("k"), test::item("l")}).message_id);
    EXPECT_NE(id, test::notice({test::item("l")}).message_id);
    EXPECT_THAT(message_of(test::notice({test::item("k")})),
                HasSubstr("\r\nMessage-ID: <" + id + ">\r\n"));
}

TEST(Message, IsMarkedAsAutomaticAndDatedAndUrgentOnlyWhereItIs) {
    auto notice = test::notice({test::item("k")});
    EXPECT_THAT(message_of(notice), HasSubstr("\r\nDate: Mon, 19 Feb 2024 07:00:00 +0000\r\n"));
    EXPECT_THAT(message_of(notice), HasSubstr("\r\nAuto-Submitted: auto-generated\r\n"));
    EXPECT_THAT(message_of(notice), HasSubstr("\r\nList-Id: KLIK <klik.korsbaek.example>\r\n"));
    EXPECT_THAT(message_of(notice), Not(HasSubstr("Importance")));
    notice.urgent = true;
    EXPECT_THAT(message_of(notice), HasSubstr("\r\nImportance: high\r\n"));
}

TEST(Message, SaysInTheSubjectWhatItIsAbout) {
    auto item = test::item("k", 1, "due_date_moved");
    item.title = "A";
    EXPECT_THAT(message_of(test::notice({item})), HasSubstr("\r\nSubject: KLIK: Ny frist: A"));
}

TEST(Message, AnswersTheLastMailOfItsThread) {
    const auto notice = test::notice({test::item("k")});
    EXPECT_THAT(message_of(notice, {{"9999/121850", {}}}), Not(HasSubstr("In-Reply-To")));
    EXPECT_THAT(message_of(notice, {{"9999/121850", {"a@x", "b@x"}}}),
                HasSubstr("In-Reply-To: <b@x>\r\nReferences: <a@x> <b@x>\r\n"));
}

TEST(Message, OfALongThreadNamesTheFirstMailAndTheLatest) {
    std::vector<std::string> ids;
    for (char c = 'a'; c <= 'z'; ++c) {
        ids.push_back(std::string(1, c) + "@x");
    }
    const auto message = message_of(test::notice({test::item("k")}), {{"9999/121850", ids}});
    EXPECT_THAT(message, HasSubstr("References: <a@x> <r@x>"));
    EXPECT_THAT(message, HasSubstr("<z@x>\r\n"));
}

TEST(Message, OfSeveralThreadsAnswersEachAndHasNoChain) {
    const auto notice = test::notice({test::item("k"), test::item("l", 2)});
    const auto message = message_of(notice, {{"9999/121850", {"a@x"}}, {"9999/2", {"b@x"}}});
    EXPECT_THAT(message, HasSubstr("In-Reply-To: <a@x> <b@x>\r\n"));
    EXPECT_THAT(message, Not(HasSubstr("References")));
}

} // namespace
} // namespace klik::mail
