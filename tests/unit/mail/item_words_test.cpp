#include "mail/item_words.hpp"
#include "mail/message.hpp"
#include "unit/mail/sample_notice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::mail {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// #130104 waits for the reader's #130101.
Item waiting_for_the_reader() {
    auto item = test::item("k", 130104);
    item.title = "Hold kursus";
    item.facts = {{"yours", "#130101"}, {"title_of_yours", "Udpeg superbrugere"}};
    return item;
}

TEST(ItemWords, OfATaskThatWaitsForTheReaderSpeakOfTheReadersOwn) {
    const auto item = waiting_for_the_reader();
    EXPECT_EQ(subject_of(item, Language::danish), "Andre venter på: Udpeg superbrugere (#130101)");
    EXPECT_EQ(heading_of(item, Language::danish),
              "#130104 Hold kursus – venter på #130101 Udpeg superbrugere");
    EXPECT_EQ(
        advice_for(item, Language::danish),
        "Få #130101 gjort færdig, så #130104 kan nå sin frist. Kan det ikke lade sig gøre, så "
        "aftal en ny frist for #130104.");
    EXPECT_THAT(advice_for(item, Language::english), HasSubstr("Have #130101 finished"));
    EXPECT_THAT(tasks_to_open(item), ElementsAre(130101, 130104));
}

TEST(ItemWords, DoWithoutTheTitleOfTheReadersTask) {
    auto item = waiting_for_the_reader();
    item.facts = {{"yours", "#130101, #-3"}};
    EXPECT_EQ(subject_of(item, Language::english), "Others wait for #130101, #-3");
    EXPECT_THAT(tasks_to_open(item), ElementsAre(130101, 130104));
}

TEST(ItemWords, OfAKnockOnSayBothColours) {
    auto item = test::item("k", 130101, "knock_on");
    item.facts = {{"own", "green"}, {"makes", "130108"}};
    EXPECT_EQ(colour_words(item, Language::danish), "Grøn for dig, gul for #130108");
    EXPECT_EQ(colour_words(item, Language::english), "Green for you, yellow for #130108");
    item.facts.erase("own"); // it has no due date of its own
    EXPECT_EQ(colour_words(item, Language::danish), "Gul for #130108");
}

TEST(ItemWords, OfAVacancyInAProjectSpeakOfThatAndOfNoTask) {
    auto item = test::item("k", 0, "vacant_role");
    item.title.clear();
    item.facts = {{"project", "DUBU 3.0"},
                  {"vacant_role_da", "projektleder"},
                  {"vacant_role_en", "project leader"}};
    EXPECT_EQ(heading_of(item, Language::danish), "Ubesat rolle: projektleder i »DUBU 3.0«");
    EXPECT_EQ(subject_of(item, Language::english), "Vacant role: project leader of “DUBU 3.0”");
    EXPECT_THAT(tasks_to_open(item), IsEmpty());
}

TEST(ItemWords, DoNotTellAnybodyToDoNowWhatHasToWait) {
    for (const char* kind : {"reminder", "overdue", "catch_up"}) {
        auto item = test::item("k", 130102, kind);
        item.facts = {{"blocked_by", "#130101"}};
        EXPECT_EQ(advice_for(item, Language::danish),
                  "Opgaven kan først løses, når #130101 er færdig: skub på der, eller aftal en ny "
                  "frist, og ret den i KLIK.");
    }
    EXPECT_THAT(advice_for(test::item("k", 1, "overdue"), Language::danish),
                HasSubstr("Få opgaven løst nu"));
}

TEST(ItemWords, NameSeveralTasksAsOneSpeaks) {
    auto item = test::item("k", 130109, "overdue");
    item.facts = {{"blocked_by", "#130103, #130107, #-2"}};
    EXPECT_THAT(advice_for(item, Language::danish),
                HasSubstr("når #130103, #130107 og #-2 er færdige:"));
    EXPECT_THAT(advice_for(item, Language::english), HasSubstr("and #-2 are finished"));
}

TEST(ItemWords, HaveNoBlankWhereATitleIsMissing) {
    auto item = test::item("k");
    item.title.clear();
    EXPECT_EQ(heading_of(item, Language::danish), "#121850");
}

TEST(ItemWords, StandInTextAndHtml) {
    const auto letter = letter_for(test::notice({waiting_for_the_reader()}), Language::danish,
                                   "https://klik.example/{number}");
    for (const auto& shown : {letter.text, letter.html}) {
        EXPECT_THAT(shown, HasSubstr("venter på #130101 Udpeg superbrugere"));
        EXPECT_THAT(shown, HasSubstr("Få #130101 gjort færdig"));
        EXPECT_THAT(shown, HasSubstr("https://klik.example/130101"));
        EXPECT_THAT(shown, Not(HasSubstr("inden fristen")));
    }
}

} // namespace
} // namespace klik::mail
