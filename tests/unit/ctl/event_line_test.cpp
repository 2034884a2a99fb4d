#include "ctl/event_line.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using testing::HasSubstr;

struct EventLine : testing::Test {
    SampleConsole sample;

    std::string words(std::string_view type, const Value& data) const {
        return event_words(type, data, sample.console);
    }
};

TEST_F(EventLine, SaysWhatATaskIsNow) {
    const Event event{.topic = {},
                      .kind = "state",
                      .subject = "7",
                      .id = {},
                      .source = {},
                      .type = "dk.klik.task.state.v1",
                      .time = "2024-02-19T07:00:00Z",
                      .epoch = {},
                      .causation_id = {},
                      .sequence = 5,
                      .previous = 0,
                      .data = Value::map({{"number", 7},
                                          {"title", "Uddan"},
                                          {"status", "not_started"},
                                          {"status_label", "Ikke påbegyndt"},
                                          {"colour", "yellow"},
                                          {"blocked_by", Value::List{6}}})};
    EXPECT_EQ(event_line(event, sample.console),
              "19-02-2024 08:00  state         #7 Gul · Ikke påbegyndt · venter på #6 · Uddan");
}

TEST_F(EventLine, SaysWhoIsToldWhat) {
    const Value data = Value::map(
        {{"recipient", Value::map({{"person", "mailbox-9999"}, {"role", "mailbox"}})},
         {"items", Value::List{Value::map(
                       {{"number", 7},
                        {"kind", "reminder"},
                        {"text", Value::map({{"da", "Frist om 14 dage"}, {"en", "Due"}})}})}}});
    EXPECT_EQ(words("dk.klik.notification.v1", data),
              "→ mailbox-9999 (mailbox) · #7 påmindelse: Frist om 14 dage");
}

TEST_F(EventLine, SaysWhatBecameOfARequest) {
    const Value data = Value::map(
        {{"number", 7}, {"request", "r1"}, {"outcome", "refused"}, {"reason", "stale_revision"}});
    EXPECT_EQ(words("dk.klik.request.outcome.v1", data),
              "#7 r1 afvist: opgaven er ændret i mellemtiden");
}

TEST_F(EventLine, SaysWhatAFactToldAndWhatOfItWasStale) {
    const Value data = Value::map({{"source", "/klikctl/import"},
                                   {"time", "2024-02-01T07:00:00Z"},
                                   {"taken", Value::List{"status"}},
                                   {"stale", Value::List{"due_date", "title"}}});
    EXPECT_EQ(words("dk.klik.journal.task_observed.v1", data),
              "fakta fra /klikctl/import 01-02-2024 08:00: Status · forældet Slutdato, Opgave");
}

TEST_F(EventLine, SaysWhichChangeIsAskedFor) {
    const Value data = Value::map({{"number", 7},
                                   {"request", "r1"},
                                   {"change", Value::map({{"status", "in_progress"},
                                                          {"due_date", "2024-03-04"},
                                                          {"start_date", nullptr},
                                                          {"assignee", "p8"}})}});
    EXPECT_EQ(words("dk.klik.task.change_requested.v1", data),
              "#7 ønsket ændring Status → Påbegyndt, Slutdato → 04-03-2024, Startdato → -, "
              "Udfører → p8 (r1)");
    EXPECT_EQ(words("dk.klik.journal.change_asked.v1", data),
              "ønske Status → Påbegyndt, Slutdato → 04-03-2024, Startdato → -, Udfører → p8");
}

TEST_F(EventLine, IsOneLineThatNoTextFromOutsideBreaks) {
    const Value data = Value::map({{"number", 7},
                                   {"title", "A\nB\x1b]0;x\x07"},
                                   {"status_label", "Ikke\rpåbegyndt"},
                                   {"colour", "yellow"}});
    EXPECT_EQ(words("dk.klik.task.state.v1", data), "#7 Gul · Ikke påbegyndt · A B�]0;x�");
    sample.console.colour = true;
    EXPECT_THAT(words("dk.klik.task.state.v1", data), HasSubstr("\x1b[33mGul\x1b[0m"));
    EXPECT_EQ(words("dk.klik\n.new", Value::map()), "dk.klik .new {}");
}

TEST_F(EventLine, ShowsTypesOfLaterVersionsAsTheyAre) {
    EXPECT_EQ(words("dk.klik.new.v1", Value::map({{"a", 1}})), "dk.klik.new.v1 {\"a\":1}");
}

} // namespace
} // namespace klik::ctl
