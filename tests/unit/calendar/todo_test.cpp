#include "calendar/todo.hpp"
#include "unit/calendar/sample_task.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::calendar {
namespace {

using sample::sample_task;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

Showing as_it_is(const common::Task& task) {
    Showing showing;
    showing.status = task.status;
    return showing;
}

/// The VTODO as libical reads it back, with the calendar that it stands in.
class ReadBack {
  public:
    explicit ReadBack(const common::Task& task, const Showing& showing)
        : calendar_{parsed(todo_text(task, showing))},
          todo_{icalcomponent_get_first_component(calendar_.get(), ICAL_VTODO_COMPONENT)} {}
    explicit ReadBack(const common::Task& task) : ReadBack{task, as_it_is(task)} {}

    [[nodiscard]] std::vector<std::string> all(icalproperty_kind kind) const {
        std::vector<std::string> values;
        for (auto* each = icalcomponent_get_first_property(todo_, kind); each != nullptr;
             each = icalcomponent_get_next_property(todo_, kind)) {
            values.emplace_back(icalproperty_get_value_as_string(each));
        }
        return values;
    }
    /// A property with its name and parameters; empty where it is missing.
    [[nodiscard]] std::string line(icalproperty_kind kind) const {
        auto* property = icalcomponent_get_first_property(todo_, kind);
        std::string text = property == nullptr ? "" : icalproperty_as_ical_string(property);
        std::erase(text, '\r');
        std::erase(text, '\n');
        return text;
    }
    [[nodiscard]] std::string text(icalproperty_kind kind) const {
        auto* property = icalcomponent_get_first_property(todo_, kind);
        return property == nullptr ? "" : icalvalue_get_text(icalproperty_get_value(property));
    }
    [[nodiscard]] std::vector<std::string> triggers() const {
        std::vector<std::string> found;
        for (auto* alarm = icalcomponent_get_first_component(todo_, ICAL_VALARM_COMPONENT);
             alarm != nullptr;
             alarm = icalcomponent_get_next_component(todo_, ICAL_VALARM_COMPONENT)) {
            auto* trigger = icalcomponent_get_first_property(alarm, ICAL_TRIGGER_PROPERTY);
            found.emplace_back(icalproperty_get_value_as_string(trigger));
        }
        return found;
    }
    [[nodiscard]] bool keeps_the_standard() const {
        return icalrestriction_check(calendar_.get()) != 0;
    }

  private:
    Component calendar_;
    icalcomponent* todo_;
};

TEST(Todo, HasTheTasksDatesAsDates) {
    const ReadBack todo{sample_task()};
    EXPECT_EQ(todo.line(ICAL_DUE_PROPERTY), "DUE;VALUE=DATE:20240304");
    EXPECT_EQ(todo.line(ICAL_DTSTART_PROPERTY), "DTSTART;VALUE=DATE:20240205");
    EXPECT_TRUE(todo.keeps_the_standard());
}

TEST(Todo, HasNoStartThatIsNotBeforeTheDueDate) {
    common::Task task = sample_task();
    task.start = task.due;
    EXPECT_EQ(ReadBack{task}.line(ICAL_DTSTART_PROPERTY), "");
    task.due.reset();
    EXPECT_EQ(ReadBack{task}.line(ICAL_DTSTART_PROPERTY), "DTSTART;VALUE=DATE:20240304");
    EXPECT_EQ(ReadBack{task}.line(ICAL_DUE_PROPERTY), "");
}

TEST(Todo, HasTheSameUidForEver) {
    EXPECT_EQ(ReadBack{sample_task()}.text(ICAL_UID_PROPERTY), "9999-130101");
    EXPECT_EQ(uid_of("0101", -3), "0101--3");
}

TEST(Todo, TellsAStatusInThreeWays) {
    const auto told = [](std::string_view status) {
        common::Task task = sample_task();
        task.status = status;
        const ReadBack todo{task};
        return todo.line(ICAL_STATUS_PROPERTY) + " " + todo.line(ICAL_PERCENTCOMPLETE_PROPERTY);
    };
    EXPECT_EQ(told("not_started"), "STATUS:NEEDS-ACTION PERCENT-COMPLETE:0");
    EXPECT_EQ(told("in_progress"), "STATUS:IN-PROCESS PERCENT-COMPLETE:50");
    EXPECT_EQ(told("completed"), "STATUS:COMPLETED PERCENT-COMPLETE:100");
    EXPECT_EQ(told("not_relevant"), "STATUS:CANCELLED ");
    EXPECT_EQ(told("unknown"), "STATUS:NEEDS-ACTION PERCENT-COMPLETE:0") << "docs/rules.md 3: open";
}

TEST(Todo, WasCompletedWhenTheStatusWasTold) {
    common::Task task = sample_task();
    task.status = "completed";
    task.status_since = sample::time("2024-02-12T09:30:00Z");
    EXPECT_EQ(ReadBack{task}.line(ICAL_COMPLETED_PROPERTY), "COMPLETED:20240212T093000Z");
}

/// docs/rules.md 7: at 08:00, fourteen and seven days and one working day before.
TEST(Todo, HasItsAlarmsOnTheDaysOfTheLadder) {
    EXPECT_THAT(ReadBack{sample_task()}.triggers(),
                ElementsAre("-P13DT16H", "-P6DT16H", "-P2DT16H"));
}

TEST(Todo, HasNoAlarmWhileItWaitsForOthersOrIsClosed) {
    common::Task task = sample_task();
    task.waits_for = {{130100, ""}};
    EXPECT_THAT(ReadBack{task}.triggers(), IsEmpty()) << "docs/rules.md 7, Inhibition";
    task = sample_task();
    Showing showing = as_it_is(task);
    showing.status = "completed";
    EXPECT_THAT((ReadBack{task, showing}.triggers()), IsEmpty());
}

TEST(Todo, DependsOnItsPrerequisites) {
    common::Task task = sample_task();
    task.prerequisites = {130100, -2};
    const ReadBack todo{task};
    EXPECT_THAT(todo.all(ICAL_RELATEDTO_PROPERTY), ElementsAre("9999-130100", "9999--2"));
    EXPECT_EQ(todo.line(ICAL_RELATEDTO_PROPERTY), "RELATED-TO;RELTYPE=DEPENDS-ON:9999-130100");
}

TEST(Todo, IsFoundByProjectPhaseThemeAndColour) {
    common::Task task = sample_task();
    task.theme = "Ledelse, styring";
    EXPECT_THAT(ReadBack{task}.all(ICAL_CATEGORIES_PROPERTY),
                ElementsAre("DUBU 3.0", "Fase 1: Opstart", "Ledelse  styring", "Gul"));
    task.phase.clear();
    task.colour = "none";
    EXPECT_THAT(ReadBack{task}.all(ICAL_CATEGORIES_PROPERTY),
                ElementsAre("DUBU 3.0", "Ledelse  styring"));
}

TEST(Todo, IsAsImportantAsThePrioritySays) {
    const auto priority = [](const char* word) {
        common::Task task = sample_task();
        task.priority = word;
        return ReadBack{task}.line(ICAL_PRIORITY_PROPERTY);
    };
    EXPECT_EQ(priority("HøJ"), "PRIORITY:1");
    EXPECT_EQ(priority("Anbefalet opgave"), "PRIORITY:5");
    EXPECT_EQ(priority("Valgfri"), "PRIORITY:9");
    EXPECT_EQ(priority("Noget andet"), "");
}

TEST(Todo, CountsItsChangesByTheTasksRevisionAndTimes) {
    common::Task task = sample_task();
    EXPECT_EQ(ReadBack{task}.line(ICAL_SEQUENCE_PROPERTY), "SEQUENCE:3");
    EXPECT_EQ(ReadBack{task}.line(ICAL_LASTMODIFIED_PROPERTY), "LAST-MODIFIED:20240201T080000Z");
    EXPECT_EQ(ReadBack{task}.line(ICAL_DTSTAMP_PROPERTY), "DTSTAMP:20240201T080000Z");
    EXPECT_EQ(todo_text(task, as_it_is(task)), todo_text(task, as_it_is(task)));
    Showing showing = as_it_is(task);
    showing.noted = sample::time("2024-02-02T08:00:00Z");
    EXPECT_EQ((ReadBack{task, showing}.line(ICAL_DTSTAMP_PROPERTY)), "DTSTAMP:20240202T080000Z");
}

TEST(Todo, KeepsWhateverATitleHolds) {
    common::Task task = sample_task();
    task.title = "Æble; \\ \"citat\", 100 % 😀\r\nBEGIN:VALARM\nX";
    const ReadBack todo{task};
    EXPECT_EQ(todo.text(ICAL_SUMMARY_PROPERTY), "Æble; \\ \"citat\", 100 % 😀  BEGIN:VALARM X");
    EXPECT_EQ(todo.triggers().size(), 3U);
}

TEST(Todo, EndsATitleThatIsTooLongBetweenTwoCharacters) {
    common::Task task = sample_task();
    task.title.clear();
    for (int i = 0; i < 10'000; ++i) {
        task.title += "å";
    }
    const auto title = ReadBack{task}.text(ICAL_SUMMARY_PROPERTY);
    EXPECT_EQ(title.size(), 2000 + std::string{"…"}.size());
    EXPECT_TRUE(title.ends_with("åå…"));
}

TEST(Todo, HasNoLineAboveSeventyFiveBytes) {
    common::Task task = sample_task();
    task.goal = std::string(5000, 'x') + "åøæ😀";
    const auto text = todo_text(task, as_it_is(task));
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find("\r\n", at);
        ASSERT_NE(end, std::string::npos);
        EXPECT_LE(end - at, 75U) << text.substr(at, end - at);
        at = end + 2;
    }
    EXPECT_THAT(ReadBack{task}.text(ICAL_DESCRIPTION_PROPERTY), HasSubstr("xxåøæ😀"));
}

TEST(DueEvent, TakesTheWholeDayAndNobodysTime) {
    const auto calendar = new_calendar();
    add_due_event(*calendar, sample_task(), as_it_is(sample_task()));
    const auto text = text_of(*calendar);
    EXPECT_THAT(text, HasSubstr("DTSTART;VALUE=DATE:20240304\r\n"));
    EXPECT_THAT(text, HasSubstr("TRANSP:TRANSPARENT\r\n"));
    EXPECT_THAT(text, HasSubstr("UID:9999-130101-due\r\n"));
    EXPECT_THAT(text, Not(HasSubstr("DTEND")));
}

TEST(TodoSeen, IsTheSameContentAfterAServerWroteItAnew) {
    const common::Task task = sample_task();
    const auto ours = todo_text(task, as_it_is(task));
    auto theirs = ours;
    const auto priority = theirs.find("PRIORITY:5\r\n");
    ASSERT_NE(priority, std::string::npos);
    theirs.erase(priority, 12);
    theirs.insert(theirs.find("END:VTODO"), "PRIORITY:5\r\nX-MOZ-LASTACK:20240219T070000Z\r\n");
    EXPECT_EQ(read_todo(ours)->content, read_todo(theirs)->content);
    theirs.replace(theirs.find("20240304"), 8, "20240305");
    EXPECT_NE(read_todo(ours)->content, read_todo(theirs)->content);
}

TEST(TodoSeen, KnowsWhatItWasWhenWeWroteIt) {
    const auto seen = read_todo(todo_text(sample_task(), as_it_is(sample_task())));
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->shown, "not_started");
    EXPECT_EQ(seen->revision, 3U);
}

TEST(TodoSeen, IsNothingWhereThereIsNoTask) {
    EXPECT_FALSE(read_todo(""));
    EXPECT_FALSE(read_todo("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"));
    EXPECT_FALSE(read_todo(std::string{"\0\xFF", 2}));
}

std::string wish(const TodoStatus& seen, std::string_view shown) {
    return wish_of(seen, shown).value_or("nothing");
}

TEST(TodoSeen, IsNothingWhereComponentsStandWithinEachOtherWithoutEnd) {
    constexpr int deep = 300'000;
    std::string text = "BEGIN:VCALENDAR\r\n";
    for (int i = 0; i < deep; ++i) {
        text += i % 2 == 0 ? "begin:VTODO\r\n" : "BE\r\n GIN;X=1:VTODO\r\n";
    }
    EXPECT_FALSE(read_todo(text));
    EXPECT_FALSE(parsed("BEGIN:VCALENDAR\r\nX-A:" + std::string(5UL << 20U, 'x')));
}

TEST(TodoSeen, IsOtherContentWithASecondTaskBesideIt) {
    const auto text = todo_text(sample_task(), as_it_is(sample_task()));
    auto two = text;
    two.insert(two.find("END:VCALENDAR"), "BEGIN:VTODO\r\nUID:x\r\nEND:VTODO\r\n");
    EXPECT_NE(read_todo(text)->content, read_todo(two)->content);
}

TEST(Wish, IsNothingWhereTheStatusWasLeftAlone) {
    for (const std::string_view status :
         {"not_started", "in_progress", "completed", "not_relevant", "unknown"}) {
        EXPECT_EQ(wish(todo_status(status), status), "nothing") << status;
    }
}

TEST(Wish, IsToCompleteByAnyOfThreeProperties) {
    EXPECT_EQ(wish({"COMPLETED", 0, true}, "not_started"), "completed") << "python3-caldav";
    EXPECT_EQ(wish({"COMPLETED", 100, true}, "in_progress"), "completed") << "Thunderbird";
    EXPECT_EQ(wish({"NEEDS-ACTION", 100, false}, "not_started"), "completed");
    EXPECT_EQ(wish({"NEEDS-ACTION", 0, true}, "not_started"), "completed");
    EXPECT_EQ(wish({"", {}, true}, "not_started"), "completed") << "no STATUS at all";
}

TEST(Wish, IsToBeginAndBack) {
    EXPECT_EQ(wish({"IN-PROCESS", 0, false}, "not_started"), "in_progress");
    EXPECT_EQ(wish({"NEEDS-ACTION", 30, false}, "not_started"), "in_progress");
    EXPECT_EQ(wish({"IN-PROCESS", 80, false}, "in_progress"), "nothing");
    EXPECT_EQ(wish({"NEEDS-ACTION", 50, false}, "in_progress"), "not_started");
    EXPECT_EQ(wish({"IN-PROCESS", 0, false}, "in_progress"), "not_started");
    EXPECT_EQ(wish({"IN-PROCESS", 100, false}, "completed"), "in_progress");
    EXPECT_EQ(wish({"", 100, false}, "completed"), "in_progress") << "COMPLETED was taken away";
}

TEST(Wish, CanBeThatATaskIsNotRelevantAndThatItIsAgain) {
    EXPECT_EQ(wish({"CANCELLED", 0, false}, "not_started"), "not_relevant");
    EXPECT_EQ(wish({"NEEDS-ACTION", 0, false}, "not_relevant"), "not_started");
    EXPECT_EQ(wish({"CANCELLED", 0, false}, "not_relevant"), "nothing");
}

/// RFC 5545, 3.8.1.8: from 0 to 100.
TEST(Wish, IsNothingForAPercentageThatCannotBe) {
    common::Task task = sample_task();
    task.status = "in_progress";
    for (const std::string percent : {"550", "-1", "101"}) {
        auto text = todo_text(task, as_it_is(task));
        const std::string written = "PERCENT-COMPLETE:50";
        const auto found = text.find(written);
        ASSERT_NE(found, std::string::npos);
        text.replace(found, written.size(), "PERCENT-COMPLETE:" + percent);
        const auto seen = read_todo(text);
        ASSERT_TRUE(seen);
        EXPECT_FALSE(seen->status.percent) << percent;
        EXPECT_EQ(wish(seen->status, "in_progress"), "nothing") << percent;
    }
}

TEST(Wish, IsNothingForAWordThatNobodyKnows) {
    EXPECT_EQ(wish({"X-LATER", 0, false}, "not_started"), "nothing");
}

} // namespace
} // namespace klik::calendar
