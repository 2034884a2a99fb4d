#include "calendar/wording.hpp"
#include "unit/calendar/sample_task.hpp"

#include <gtest/gtest.h>

namespace klik::calendar {
namespace {

using enum Language;
using sample::sample_task;

TEST(Description, SaysDueDateColourGoalAndWhatItWaitsFor) {
    common::Task task = sample_task();
    task.waits_for = {{130100, "Find en leder"}, {-2, ""}};
    EXPECT_EQ(description_of(task, danish),
              "Frist: 4. marts 2024 (Gul)\n\n"
              "Mål:\nAlle ved, hvem der gør hvad.\n\n"
              "Venter på:\n- #130100 Find en leder\n- #-2\n\n"
              "KLIK-opgave #130101. Her kan kun status ændres; titel, datoer og alarmer kommer fra "
              "KLIK.");
    task.goal.clear();
    task.waits_for.clear();
    EXPECT_EQ(
        description_of(task, english),
        "Due: 4 March 2024 (Yellow)\n\n"
        "KLIK task #130101. Only its status can be changed here; title, dates and alarms come "
        "from KLIK.");
}

TEST(Description, InAFeedDoesNotInviteToChangeWhatNobodySees) {
    const auto text = description_of(sample_task(), danish, true);
    EXPECT_TRUE(text.ends_with("Kalenderen kan kun læses; ret opgaven i KLIK."));
    EXPECT_EQ(text.find("Her kan kun status"), std::string::npos);
    EXPECT_EQ(description_of(sample_task(), english, true).find("Only its status"),
              std::string::npos);
}

TEST(Description, SaysThatThereIsNoDueDate) {
    common::Task task = sample_task();
    task.due.reset();
    task.colour = "none";
    EXPECT_TRUE(description_of(task, danish).starts_with("Ingen frist\n"));
    EXPECT_TRUE(description_of(task, english).starts_with("No due date\n"));
}

TEST(Refusal, NamesTheTasksThatComeFirst) {
    const Refusal refusal{"completed", "complete_blocked", {130101, 130102, -3}};
    EXPECT_EQ(refusal_in_words(refusal, danish),
              "Status blev ikke »Fuldført«: opgaven venter på #130101, #130102 og #-3.");
    EXPECT_EQ(refusal_in_words(refusal, english),
              "Status did not become “Completed”: the task waits for #130101, #130102 and #-3.");
}

/// docs/protocol.md 3, "Requests": each reason that a request for a status can have.
TEST(Refusal, HasASentenceForEachReasonInBothLanguages) {
    for (const char* reason :
         {"unknown_task", "local_task", "stale_revision", "transition", "start_blocked",
          "complete_blocked", "conflict", "unanswered", "superseded"}) {
        for (const auto language : {danish, english}) {
            const auto words = refusal_in_words({"in_progress", reason, {}}, language);
            EXPECT_EQ(words.find('_'), std::string::npos) << words;
        }
    }
}

TEST(Refusal, ShowsAReasonThatIsNewAsItIs) {
    EXPECT_EQ(refusal_in_words({"completed", "full_moon", {}}, english),
              "Status did not become “Completed”: full_moon.");
}

TEST(Waiting, SaysWhatWasAsked) {
    EXPECT_EQ(waiting_in_words("in_progress", danish),
              "Ønsket om »Påbegyndt« venter på svar fra KLIK.");
}

} // namespace
} // namespace klik::calendar
