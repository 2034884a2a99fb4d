#include "ctl/event_line.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using testing::HasSubstr;

struct EventLine : testing::Test {
    SampleConsole sample;
    People people{{{"p1", "Anna Holm"}, {"p8", "Bo Juul"}}};

    std::string words(std::string_view type, const Value& data) const {
        return event_words(type, data, people, sample.console);
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
    EXPECT_EQ(event_line(event, people, sample.console),
              "19-02-2024 08:00  tilstand      #7 Gul · Ikke påbegyndt · venter på #6 · Uddan");
}

TEST_F(EventLine, SaysWhoIsToldWhat) {
    const Value data = Value::map(
        {{"recipient", Value::map({{"person", "mailbox-9999"}, {"role", "mailbox"}})},
         {"items", Value::List{Value::map(
                       {{"number", 7},
                        {"kind", "reminder"},
                        {"text", Value::map({{"da", "Frist om 14 dage"}, {"en", "Due"}})}})}}});
    EXPECT_EQ(words("dk.klik.notification.v1", data),
              "→ mailbox-9999 (den fælles postkasse) · #7 påmindelse: Frist om 14 dage");
}

TEST_F(EventLine, SaysOfARoleThatIsVacantInAProjectNoTask) {
    Value item = Value::map({{"number", 7},
                             {"kind", "vacant_role"},
                             {"facts", Value::map({{"project", "DUBU 3.0"}})},
                             {"text", Value::map({{"da", "Projektet har ingen"}, {"en", ""}})}});
    const auto told = [&] {
        return words("dk.klik.notification.v1",
                     Value::map({{"recipient", Value::map({{"person", "p1"}, {"role", "mailbox"}})},
                                 {"items", Value::List{item}}}));
    };
    EXPECT_EQ(told(), "→ Anna Holm (den fælles postkasse) · rolle ubesat: Projektet har ingen");
    EXPECT_EQ(
        words("dk.klik.journal.notice_gathered.v1",
              Value::map({{"person", "p1"}, {"item", item}, {"run_on", "2024-02-20"}})),
        "besked samles → Anna Holm: rolle ubesat i projektet DUBU 3.0 til kørslen 20-02-2024");
    item.set("facts", Value::map());
    EXPECT_THAT(told(), testing::HasSubstr("#7 rolle ubesat"));
}

TEST_F(EventLine, NamesPeopleAndRoles) {
    Value data =
        Value::map({{"recipient", Value::map({{"person", "p1"}, {"role", "project_leader"}})},
                    {"items", Value::List{}}});
    EXPECT_EQ(words("dk.klik.notification.v1", data), "→ Anna Holm (projektleder)");
    sample.console.language = domain::Language::english;
    EXPECT_EQ(words("dk.klik.notification.v1", data), "→ Anna Holm (project leader)");
}

TEST_F(EventLine, SaysASystemEventInWords) {
    EXPECT_EQ(
        words("dk.klik.system.v1",
              Value::map(
                  {{"kind", "person_replaced"}, {"person", "p1"}, {"by", "p8"}, {"via", "drift"}})),
        "person afløst · Person: Anna Holm (p1) · Via: drift · Afløst af: Bo Juul (p8)");
    EXPECT_EQ(words("dk.klik.system.v1", Value::map({{"kind", "gap_closed"},
                                                     {"source", "/platform"},
                                                     {"first", "00000000000000000005"},
                                                     {"noticed", "2024-02-19T07:00:00Z"},
                                                     {"how", "covered"}})),
              "fakta mangler ikke længere · Kilde: /platform · Første: 5 · Opdaget: "
              "19-02-2024 08:00 · Lukket ved: et fuldstændigt sæt");
}

TEST_F(EventLine, SaysWhatTheJournalKeepsOfATaskInWords) {
    EXPECT_EQ(words("dk.klik.journal.deadline_scheduled.v1",
                    Value::map({{"due", "2024-03-04"},
                                {"spent", Value::List{"14d", "1wd", "overdue:2024-03-05"}}})),
              "frist 04-03-2024 · brugte trin 14 dage før fristen, 1 arbejdsdag før fristen, frist "
              "overskredet 05-03-2024");
    EXPECT_EQ(words("dk.klik.journal.notice_gathered.v1",
                    Value::map({{"person", "p1"},
                                {"item", Value::map({{"kind", "status_changed"}})},
                                {"until_ms", 1708326000000}})),
              "besked samles → Anna Holm: status ændret til 19-02-2024 08:00");
    EXPECT_EQ(words("dk.klik.journal.notice_gathered.v1",
                    Value::map({{"person", "p1"},
                                {"item", Value::map({{"kind", "unblocked"}})},
                                {"run_on", "2024-02-20"}})),
              "besked samles → Anna Holm: kan begyndes til kørslen 20-02-2024");
    EXPECT_EQ(words("dk.klik.journal.local_edge_changed.v1",
                    Value::map({{"number", -2}, {"prerequisite", 1}, {"waits", true}})),
              "#-2 venter efter kommunens eget ord på #1");
    EXPECT_EQ(words("dk.klik.journal.condition_settled.v1", Value::map({{"key", "9999/7/-/x/p1"}})),
              "gælder ikke længere: 9999/7/-/x/p1");
    EXPECT_EQ(
        words("dk.klik.journal.delivery_reported.v1", Value::map({{"person", "p8"},
                                                                  {"outcome", "bounced"},
                                                                  {"detail", "ukendt"},
                                                                  {"item", "9999/7/-/x/p8"}})),
        "levering → Bo Juul: kom retur, ukendt · 9999/7/-/x/p8");
}

TEST_F(EventLine, ListsThePeopleWhomItNames) {
    EXPECT_THAT(people_in(Value::map(
                    {{"recipient", Value::map({{"person", "p1"}})},
                     {"change", Value::map({{"assignee", "p8"}, {"responsible", nullptr}})}})),
                testing::ElementsAre("p1", "p8"));
    EXPECT_THAT(people_in(Value::map({{"person", "p1"}, {"by", "p2"}})),
                testing::ElementsAre("p1", "p2"));
}

TEST_F(EventLine, SaysWhatBecameOfARequest) {
    const Value data = Value::map(
        {{"number", 7}, {"request", "r1"}, {"outcome", "refused"}, {"reason", "stale_revision"}});
    EXPECT_EQ(words("dk.klik.request.outcome.v1", data),
              "#7 r1 afvist: opgaven er ændret i mellemtiden");
    EXPECT_EQ(words("dk.klik.request.outcome.v1", Value::map({{"number", 7},
                                                              {"request", "r1"},
                                                              {"outcome", "superseded"},
                                                              {"reason", "task_removed"}})),
              "#7 r1 overhalet af platformen: opgaven er fjernet");
    EXPECT_EQ(words("dk.klik.request.outcome.v1", Value::map({{"number", 7},
                                                              {"request", "r1"},
                                                              {"outcome", "unanswered"},
                                                              {"reason", "unanswered"}})),
              "#7 r1 ubesvaret");
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
              "Udfører → Bo Juul (r1)");
    EXPECT_EQ(words("dk.klik.journal.change_asked.v1", data),
              "ønske Status → Påbegyndt, Slutdato → 04-03-2024, Startdato → -, Udfører → Bo Juul");
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
