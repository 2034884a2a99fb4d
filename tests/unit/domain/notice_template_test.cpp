#include "domain/notice_template.hpp"
#include "domain/notification_text.hpp"
#include "support/tasks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::test {
namespace {

using testing::HasSubstr;

// docs/rules.md 8, texts

const std::map<std::string, std::string> known_facts{
    {"number", "42"},     {"title", "Aftale {A}"}, {"due_date", "2024-03-04"}, {"days_left", "3"},
    {"colour", "yellow"}, {"from_da", "Grøn"},     {"from_en", "Green"},
};

std::string filled(NotificationKind kind, std::string_view text, Language language) {
    return filled_template(kind, text, known_facts, language);
}

TEST(NoticeTemplate, PutsFactsInAndWritesDatesAndColoursOut) {
    constexpr auto text = "#{number} {title}: {due_date}, {days_left}, {colour}";
    EXPECT_EQ(filled(NotificationKind::reminder, text, Language::danish),
              "#42 Aftale {A}: mandag den 4. marts 2024, 3, gul");
    EXPECT_EQ(filled(NotificationKind::reminder, text, Language::english),
              "#42 Aftale {A}: Monday 4 March 2024, 3, yellow");
}

TEST(NoticeTemplate, TakesTheFactOfTheReadersLanguage) {
    EXPECT_EQ(filled(NotificationKind::colour_changed, "{from}", Language::danish), "grøn");
    EXPECT_EQ(filled(NotificationKind::colour_changed, "{from}", Language::english), "green");
}

TEST(NoticeTemplate, SaysAStatusInTheReadersLanguage) {
    const auto said = [](Language language) {
        return filled_template(NotificationKind::status_changed, "{from}",
                               {{"from", "in_progress"}}, language);
    };
    EXPECT_EQ(said(Language::danish), "Påbegyndt");
    EXPECT_EQ(said(Language::english), "In progress");
}

TEST(NoticeTemplate, ACountHasTheWordForOneOrForMoreBehindIt) {
    const auto said = [](const char* days, std::string_view text) {
        return filled_template(NotificationKind::reminder, text, {{"days_left", days}},
                               Language::danish);
    };
    constexpr auto text = "om {days_left|dag|dage}.";
    EXPECT_EQ(said("0", text), "om 0 dage.");
    EXPECT_EQ(said("1", text), "om 1 dag.");
    EXPECT_EQ(said("21", text), "om 21 dage.");
    EXPECT_EQ(said("1", "{days_left|hel hverdag|hele hverdage} endnu"), "1 hel hverdag endnu");
}

TEST(NoticeTemplate, SaysNothingForAFactThatIsNotThereAndThatThereIsNoDueDate) {
    EXPECT_EQ(filled(NotificationKind::reminder, "[{blocked_by}]", Language::danish), "[]");
    EXPECT_EQ(filled_template(NotificationKind::due_date_moved, "{to}", {}, Language::danish),
              "ingen frist");
    EXPECT_EQ(filled_template(NotificationKind::due_date_moved, "{to}", {}, Language::english),
              "no due date");
}

TEST(NoticeTemplate, TwoBracesAreOne) {
    EXPECT_EQ(filled(NotificationKind::reminder, "{{number} {{{number}}", Language::danish),
              "{number} {42}");
}

TEST(NoticeTemplate, AMistakeSaysWhatIsWrong) {
    const auto mistake = [](std::string_view text) {
        return template_mistake(NotificationKind::reminder, text).value_or("none");
    };
    EXPECT_EQ(mistake("Husk #{number} {{ }"), "none");
    EXPECT_EQ(mistake(std::string(1000, 'x')), "none");
    EXPECT_THAT(mistake(std::string(1001, 'x')), HasSubstr("1001 bytes"));
    EXPECT_THAT(mistake(""), HasSubstr("empty"));
    EXPECT_THAT(mistake("  "), HasSubstr("empty"));
    EXPECT_THAT(mistake("a\nb"), HasSubstr("line end"));
    EXPECT_THAT(mistake("{number"), HasSubstr("not closed"));
    EXPECT_THAT(mistake("{number{title}"), HasSubstr("not closed"));
    EXPECT_THAT(mistake("{}"), HasSubstr("names {}"));
    EXPECT_EQ(mistake("{days_left|dag|dage}"), "none");
    for (const auto* words : {"{days_left|dage}", "{days_left|dag|}", "{days_left|a|b|c}",
                              "{title|dag|dage}", "{days_left|}"}) {
        EXPECT_THAT(mistake(words), HasSubstr(std::string("has ") + words)) << words;
    }
    EXPECT_THAT(mistake("{hour|time|timer}"), HasSubstr("names {hour};"));
    EXPECT_THAT(mistake("{hours}"), HasSubstr("names {hours}; a notice of this kind has {number}, "
                                              "{title}, {due_date}, {days_left}"));
}

TEST(NoticeTemplate, EachKindHasFactsAndATextMayNameThemAll) {
    for (std::size_t i = 0; i < notification_kind_count; ++i) {
        const auto kind = static_cast<NotificationKind>(i);
        std::string text;
        for (const auto name : template_facts(kind)) {
            text += '{' + std::string(name) + '}';
        }
        EXPECT_EQ(template_mistake(kind, text), std::nullopt) << canonical(kind);
    }
}

TEST(NoticeTemplate, WhyTheReaderIsToldStaysBehindAnOwnText) {
    const NoticeText own{"Husk #{number}.", "Remember #{number}."};
    const Recipient anna{PersonId{"anna"}, Role::assignee, {}};
    EXPECT_EQ(
        notification_text(NotificationKind::reminder, known_facts, anna, Language::danish, &own),
        "Husk #42. Du får beskeden som udfører.");
    EXPECT_EQ(
        notification_text(NotificationKind::reminder, known_facts, anna, Language::english, &own),
        "Remember #42. You are told as assignee.");
}

TEST(NoticeTemplate, TakesLettersOfAnyLanguageAndNamesItDoesNotKnowAsTheyStand) {
    EXPECT_EQ(template_mistake(NotificationKind::reminder, "Påmindelse: {title}"), std::nullopt);
    EXPECT_EQ(filled(NotificationKind::reminder, "{nothing} {number}", Language::danish),
              "nothing 42");
    EXPECT_TRUE(template_mistake(NotificationKind::reminder, "{days_left||dage}"));
    EXPECT_TRUE(template_mistake(NotificationKind::reminder, "{days_left|dag|}"));
}

TEST(NoticeTemplate, SaysAFactThatHasWordsOfItsOwnInTheReadersLanguage) {
    const std::map<std::string, std::string> facts{{"because_da", "den er løst"},
                                                   {"because_en", "it is done"}};
    EXPECT_EQ(filled_template(NotificationKind::withdrawn, "{because}", facts, Language::danish),
              "den er løst");
}

TEST(NoticeTemplate, SaysAColourThatItDoesNotKnowAsItWasGiven) {
    EXPECT_EQ(filled_template(NotificationKind::reminder, "{colour}", {{"colour", "Lilla"}},
                              Language::danish),
              "Lilla");
}

TEST(NoticeText, OfAMunicipalitysOwnSaysWhoseWorkATaskWaitsForAndLeavesSuccessorsToUs) {
    const NoticeText own{"Husk {title}", "Remember {title}"};
    const std::map<std::string, std::string> waiting{
        {"number", "42"}, {"title", "Aftale"}, {"yours", "#41"}};
    const Recipient lena{PersonId{"lena"}, Role::assignee, {}};
    const auto said = [&](NotificationKind kind, const auto& facts) {
        return notification_text(kind, facts, lena, Language::danish, &own);
    };
    EXPECT_THAT(said(NotificationKind::reminder, waiting), HasSubstr("Husk Aftale"));
    EXPECT_THAT(said(NotificationKind::reminder, waiting), HasSubstr("#41"));
    const std::map<std::string, std::string> left{
        {"number", "42"}, {"title", "Aftale"}, {"hours", "24"}, {"successor", "lena"}};
    EXPECT_THAT(said(NotificationKind::request_unanswered, left),
                HasSubstr("står stadig i den gamle persons navn"));
}

TEST(NoticeText, AMunicipalitysOwnTaskDidNotGoAnywhereInKlik) {
    const std::map<std::string, std::string> facts{
        {"number", "-3"}, {"title", "Aftale"}, {"from", "completed"}, {"to", "not_started"}};
    const auto text =
        notification_text(NotificationKind::rule_violation, facts, {}, Language::english);
    EXPECT_THAT(text, HasSubstr(" went from "));
    EXPECT_THAT(text, testing::Not(HasSubstr("in KLIK")));
}

} // namespace
} // namespace klik::test
