#include "engine/silence_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// docs/rules.md 7, "Why not", in words.
namespace klik::engine {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

Prose said(SilenceCode code, std::map<std::string, std::string> facts = {}) {
    facts.insert({{"number", "7"}, {"person", "anna"}, {"on", "2024-02-19"}});
    return prose_of({code, "7", std::move(facts)});
}

/// What is said behind the first sentence.
std::string why(SilenceCode code, std::map<std::string, std::string> facts = {}) {
    const std::string text = said(code, std::move(facts)).english;
    constexpr std::string_view first = "anna was not told of task #7 on Monday 19 February 2024. ";
    EXPECT_THAT(text, StartsWith(first));
    return text.substr(first.size());
}

TEST(SilenceText, BeginsWithWhoWhatAndWhenInBothLanguages) {
    EXPECT_EQ(said(SilenceCode::removed).danish,
              "anna fik ikke besked om opgave #7 mandag den 19. februar 2024. Opgaven er fjernet.");
    EXPECT_EQ(said(SilenceCode::removed).english,
              "anna was not told of task #7 on Monday 19 February 2024. The task was removed.");
    EXPECT_EQ(said(SilenceCode::told, {{"text_da", "Husk."}, {"text_en", "Remember."}}).danish,
              "anna fik besked om opgave #7 mandag den 19. februar 2024. Husk.");
    EXPECT_EQ(said(SilenceCode::told, {{"text_da", "Husk."}, {"text_en", "Remember."}}).english,
              "anna was told of task #7 on Monday 19 February 2024. Remember.");
}

TEST(SilenceText, OfTheTaskItself) {
    EXPECT_EQ(why(SilenceCode::unknown_task), "Nobody has told klikd of the task.");
    EXPECT_EQ(why(SilenceCode::closed, {{"status", "Løst"}}),
              "The task is closed (Completed), and nothing is told of a closed task.");
    EXPECT_THAT(said(SilenceCode::closed, {{"status", "Løst"}}).danish,
                EndsWith("Opgaven er lukket (Løst), og en lukket opgave giver ingen besked."));
    EXPECT_EQ(why(SilenceCode::first_sight, {{"next_run", "2024-02-20"}}),
              "The task is new and is told of with the run of Tuesday 20 February 2024.");
    EXPECT_EQ(why(SilenceCode::no_due_date),
              "The task has no due date, so there is nothing to remind of.");
    EXPECT_EQ(why(SilenceCode::day_off, {{"next_run", "2024-02-20"}}),
              "It was a day off without a run. The next run is on Tuesday 20 February 2024.");
    EXPECT_EQ(why(SilenceCode::off),
              "klikd was off when there was something to tell, and it was not told yet. What still "
              "holds is told at klikd's next start or run.");
    EXPECT_EQ(
        why(SilenceCode::no_step, {{"next", "2024-02-26"}}),
        "There was nothing to tell on that day. The next step is on Monday 26 February 2024.");
}

TEST(SilenceText, OfThePerson) {
    const std::map<std::string, std::string> carl{
        {"role", "assignee"}, {"told", "carl"}, {"told_as", "responsible"}, {"by", "bo"}};
    const std::string to_carl = ". What there is to tell goes to carl as the responsible.";
    EXPECT_EQ(why(SilenceCode::not_concerned),
              "The person holds no role on the task, nor is a deputy for one.");
    EXPECT_EQ(why(SilenceCode::left, carl), "The person is the assignee, but was erased" + to_carl);
    EXPECT_EQ(why(SilenceCode::replaced, carl),
              "The person is the assignee, but was replaced by bo" + to_carl);
    EXPECT_EQ(why(SilenceCode::bounced, carl),
              "The person is the assignee, but cannot be reached, because mail came back" +
                  to_carl);
    EXPECT_EQ(why(SilenceCode::absent, carl), "The person is the assignee, but was away" + to_carl);
    auto deputy = carl;
    deputy["deputy"] = "true";
    EXPECT_EQ(why(SilenceCode::absent, deputy),
              "The person is deputy for the assignee, but was away" + to_carl);
    EXPECT_THAT(said(SilenceCode::absent, deputy).danish,
                EndsWith("Personen er stedfortræder for udføreren, men var fraværende. Besked går "
                         "til carl som den ansvarlige."));
    EXPECT_EQ(why(SilenceCode::passed_over, carl),
              "What there was to tell is for somebody else: carl as the responsible.");
    EXPECT_EQ(
        why(SilenceCode::own_act, {{"request", "r1"}}),
        "What happened to the task was the person's own wish (r1), and nobody is told of what "
        "they did themselves.");
}

TEST(SilenceText, OfWhatWaitsSaysUntilWhenItWaits) {
    EXPECT_EQ(
        why(SilenceCode::gathering, {{"deferred_from", "2024-02-19"}, {"next_run", "2024-02-20"}}),
        "The person had had the day's number of notices, so it is deferred to the run of "
        "Tuesday 20 February 2024.");
    EXPECT_EQ(why(SilenceCode::gathering, {{"until_clock", "12:40"}}),
              "Something about the task gathers for the person and goes out at 12:40.");
    EXPECT_EQ(why(SilenceCode::gathering, {{"next_run", "2024-02-20"}}),
              "Something about the task waits for the person; in the evening, at night and on days "
              "off it waits for the run of Tuesday 20 February 2024.");
    EXPECT_EQ(why(SilenceCode::gathering),
              "Something about the task waits for klikd to be on again.");
}

TEST(SilenceText, OfABlockedTaskSaysWhoIsRemindedInstead) {
    EXPECT_EQ(why(SilenceCode::inhibited, {{"told", "bo"}, {"blocked_by", "#2"}}),
              "The task waits for #2. The reminder of a blocked task goes to those who can unblock "
              "it: bo.");
    EXPECT_EQ(why(SilenceCode::inhibited, {{"told", "bo"}}),
              "The reminder of a blocked task goes to those who can unblock it: bo.");
}

TEST(SilenceText, OfASpentStepSaysWhenItWasToldOrThatItLayBefore) {
    std::map<std::string, std::string> step{{"step", "14d"}, {"due_date", "2024-03-04"}};
    EXPECT_EQ(why(SilenceCode::spent, step),
              "The day's step (14d) for the due date Monday 4 March 2024 lay before the task was "
              "open or the due date known, and is passed over.");
    step["told_on"] = "2024-02-16";
    EXPECT_EQ(why(SilenceCode::spent, step),
              "The day's step (14d) for the due date Monday 4 March 2024 was told on Friday 16 "
              "February 2024 and is not repeated.");
}

TEST(SilenceText, ADateThatIsNoneStandsAsItIs) {
    EXPECT_THAT(why(SilenceCode::no_step, {{"next", "someday"}}), HasSubstr("is on someday."));
    EXPECT_THAT(why(SilenceCode::no_step), HasSubstr("is on ."));
}

} // namespace
} // namespace klik::engine
