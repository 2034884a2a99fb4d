#include "domain/status_transitions.hpp"
#include "support/tasks.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace klik::test {
namespace {

// docs/rules.md 3

TEST(Status, ReadsTheLabelsOfThePlatformWithoutRegardToCase) {
    EXPECT_EQ(status_from_label("Ikke påbegyndt"), Status::not_started);
    EXPECT_EQ(status_from_label("IKKE PÅBEGYNDT"), Status::not_started);
    EXPECT_EQ(status_from_label("Påbegyndt"), Status::in_progress);
    EXPECT_EQ(status_from_label("I gang"), Status::in_progress);
    EXPECT_EQ(status_from_label("igangsat"), Status::in_progress);
    EXPECT_EQ(status_from_label("fuldført"), Status::completed);
    EXPECT_EQ(status_from_label("FULDFØRT"), Status::completed);
    EXPECT_EQ(status_from_label("Løst"), Status::completed);
    EXPECT_EQ(status_from_label("Afsluttet"), Status::completed);
    EXPECT_EQ(status_from_label("Ikke relevant"), Status::not_relevant);
    EXPECT_EQ(status_from_label("in_progress"), Status::in_progress);
}

TEST(Status, ASentenceNeverSaysACode) {
    EXPECT_EQ(status_words("in_progress", Language::danish), "Påbegyndt");
    EXPECT_EQ(status_words("Not_Relevant", Language::danish), "Ikke relevant");
    EXPECT_EQ(status_words("unknown", Language::danish), "Ukendt");
    EXPECT_EQ(status_words("in_progress", Language::english), "In progress");
}

TEST(Status, ASentenceKeepsThePlatformsWordWhereItIsOfItsLanguageOrNotKnown) {
    EXPECT_EQ(status_words("Løst", Language::danish), "Løst");
    EXPECT_EQ(status_words("Løst", Language::english), "Completed");
    EXPECT_EQ(status_words("Sat på pause", Language::danish), "Sat på pause");
    EXPECT_EQ(status_words("Sat på pause", Language::english), "Sat på pause");
}

TEST(Status, AnUnknownLabelCountsAsOpen) {
    EXPECT_EQ(status_from_label("Sat på pause"), Status::unknown);
    EXPECT_FALSE(is_closed(Status::unknown));
    EXPECT_TRUE(task(1, {{TaskField::status, std::string("Sat på pause")}}).open());
}

TEST(Status, IsNotStartedUntilAFactSaysOtherwise) {
    EXPECT_EQ(task(1).status(), Status::not_started);
    EXPECT_EQ(task(1, {{TaskField::status, None{}}}).status(), Status::not_started);
    EXPECT_EQ(task(1, {{TaskField::status, std::string()}}).status(), Status::not_started);
}

TEST(Status, LowerCaseLeavesWhatIsNoLetter) {
    EXPECT_EQ(lower_case("ÆØÅ × É 123"), "æøå × é 123");
    EXPECT_EQ(lower_case("\xC3"), "\xC3");
}

TEST(StatusTransitions, AreExactlyThoseOfTheTable) {
    using enum Status;
    const std::vector<std::pair<Status, Status>> allowed{
        {not_started, in_progress}, {not_started, completed},    {not_started, not_relevant},
        {in_progress, completed},   {in_progress, not_started},  {in_progress, not_relevant},
        {completed, in_progress},   {not_relevant, not_started},
    };
    for (const auto from : {not_started, in_progress, completed, not_relevant}) {
        for (const auto to : {not_started, in_progress, completed, not_relevant}) {
            const bool expected =
                from == to || std::ranges::find(allowed, std::pair{from, to}) != allowed.end();
            EXPECT_EQ(transition_allowed(from, to), expected)
                << canonical(from) << " -> " << canonical(to);
        }
        EXPECT_TRUE(transition_allowed(from, unknown));
        EXPECT_TRUE(transition_allowed(unknown, from));
    }
}

TEST(StatusTransitions, OfARuleSetAreAPartOfTheTable) {
    using enum Status;
    RuleSet own = rules();
    own.transitions[not_started] = {in_progress};
    own.transitions[completed] = {not_started}; // which the table does not have
    own.transitions.erase(not_relevant);
    EXPECT_TRUE(transition_allowed(not_started, in_progress, own));
    EXPECT_FALSE(transition_allowed(not_started, completed, own));
    EXPECT_FALSE(transition_allowed(completed, not_started, own));
    EXPECT_FALSE(transition_allowed(not_relevant, not_started, own));
    EXPECT_TRUE(transition_allowed(not_relevant, not_relevant, own));
    EXPECT_TRUE(transition_allowed(unknown, completed, own));
}

TEST(LowerCase, LeavesALetterThatIsCutOffAlone) {
    EXPECT_EQ(lower_case("\xC3"), "\xC3");
    EXPECT_EQ(lower_case("\xC3"
                         "A"),
              "\xC3"
              "A");
    EXPECT_EQ(lower_case("\xC3\x97"), "\xC3\x97") << "a multiplication sign";
}

TEST(StatusLabel, OfAnUnknownStatusSaysSo) {
    EXPECT_EQ(label(Status::unknown, Language::danish), "Ukendt");
    EXPECT_EQ(label(Status::unknown, Language::english), "Unknown");
}

TEST(Transition, ToAnUnknownStatusIsNobodysMistake) {
    EXPECT_TRUE(transition_allowed(Status::completed, Status::unknown, rules()));
    EXPECT_TRUE(transition_allowed(Status::completed, Status::unknown));
}

} // namespace
} // namespace klik::test
