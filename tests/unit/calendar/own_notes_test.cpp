#include "calendar/own_notes.hpp"
#include "calendar/todo.hpp"
#include "unit/calendar/sample_task.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::calendar {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string text_of_sample(const common::Task& task) {
    Showing showing;
    showing.status = task.status;
    return todo_text(task, showing);
}

std::string with(std::string text, std::string_view line, std::string_view before) {
    return text.insert(text.find(before), std::string{line} + "\r\n");
}

TEST(OwnNotes, OfProgramsStayWhenTheItemIsWrittenAnew) {
    const auto task = sample::sample_task();
    auto stored = text_of_sample(task);
    stored = with(stored, "X-MOZ-LASTACK:20240219T070000Z", "BEGIN:VALARM");
    stored = with(stored, "ATTACH:https://korsbaek.example/notat.pdf", "BEGIN:VALARM");
    auto changed = task;
    changed.title = "Noget andet";
    const auto text = with_own_notes(text_of_sample(changed), stored);
    EXPECT_THAT(text, HasSubstr("SUMMARY:Noget andet\r\n"));
    EXPECT_THAT(text, HasSubstr("X-MOZ-LASTACK:20240219T070000Z\r\n"));
    EXPECT_THAT(text, HasSubstr("ATTACH:https://korsbaek.example/notat.pdf\r\n"));
    EXPECT_EQ(text.find("X-KLIK-STATUS"), text.rfind("X-KLIK-STATUS")) << "that is ours";
}

TEST(OwnNotes, OfAnAlarmStayWithTheAlarmOfThatTime) {
    const auto task = sample::sample_task();
    const auto stored = with(text_of_sample(task), "ACKNOWLEDGED:20240219T070000Z", "END:VALARM");
    EXPECT_THAT(with_own_notes(text_of_sample(task), stored),
                HasSubstr("ACKNOWLEDGED:20240219T070000Z\r\n"));
    auto moved = task;
    moved.reminders.erase(moved.reminders.begin());
    EXPECT_THAT(with_own_notes(text_of_sample(moved), stored), Not(HasSubstr("ACKNOWLEDGED")));
}

TEST(OwnNotes, AreTakenOverAsTheyAreFoundTheNextTime) {
    const auto text = text_of_sample(sample::sample_task());
    const auto once = with_own_notes(text, with(text, "X-NOTE:\\onoget", "BEGIN:VALARM"));
    EXPECT_THAT(once, HasSubstr("X-NOTE:"));
    EXPECT_EQ(with_own_notes(text, once), once);
}

TEST(OwnNotes, ThatAreNoTextOrHaveNoNameAreLeftOut) {
    const auto text = text_of_sample(sample::sample_task());
    for (const std::string_view line : {"X-N\xE3VN:noget", "X-MED_STREG:noget", "X-NAVN:\xFFnoget",
                                        "ATTACH:https://x.example/\xFF"}) {
        EXPECT_EQ(with_own_notes(text, with(text, line, "BEGIN:VALARM")), text) << line;
    }
}

TEST(OwnNotes, AreNoneInWhatIsNoTask) {
    const auto text = text_of_sample(sample::sample_task());
    EXPECT_EQ(with_own_notes(text, ""), text);
    EXPECT_EQ(with_own_notes(text, "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), text);
}

} // namespace
} // namespace klik::calendar
