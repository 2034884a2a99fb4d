#include "chat/answers.hpp"
#include "chat/command.hpp"
#include "chat/hints.hpp"
#include "unit/chat/fake_channel.hpp"
#include "unit/chat/sample.hpp"

#include <gtest/gtest.h>

namespace klik::chat {
namespace {

using Verb = Command::Verb;

Understood in_a_room(std::string_view text) {
    return understood(text, "klik", false);
}

TEST(ChatCommand, IsReadInBothLanguages) {
    const std::vector<std::pair<const char*, Command>> examples{
        {"status 121850", {Verb::status, 121850}},
        {"mine", {Verb::mine}},
        {"blocked", {Verb::blocked}},
        {"blokeret", {Verb::blocked}},
        {"overdue", {Verb::overdue}},
        {"overskredet", {Verb::overdue}},
        {"done 121850", {Verb::done, 121850}},
        {"fuldført 121850", {Verb::done, 121850}},
        {"start 121850", {Verb::start, 121850}},
        {"påbegyndt 121850", {Verb::start, 121850}},
        {"why 121850", {Verb::why, 121850}},
        {"hvorfor 121850", {Verb::why, 121850}},
        {"help", {Verb::help}},
        {"hjælp", {Verb::help}},
        {"status -3", {Verb::status, -3}},
    };
    for (const auto& [text, command] : examples) {
        EXPECT_EQ(in_a_room(text), Understood{command}) << text;
    }
}

TEST(ChatCommand, ForgivesCaseSignsAndOurName) {
    for (const auto* text : {"FULDFØRT 121850", "Fuldført #121850", "  fuldført   121850 !",
                             "fuldført #121850.", "klik: fuldført 121850", "@klik fuldført 121850",
                             "Klik, fuldført 121850;", "KLIK fuldført\t121850"}) {
        EXPECT_EQ(in_a_room(text), (Understood{Command{Verb::done, 121850}})) << text;
    }
}

TEST(ChatCommand, IsNotFoundInWhatPeopleSayToEachOther) {
    for (const auto* text :
         {"", "  ", "god morgen", "start på mandag?", "er 121850 done?", "done", "status",
          "status 121850 ser fin ud", "fuldført 12x", "fuldført 0", "mine nøgler er væk",
          "done 99999999999999999999999", "klikkede done 1", "anna: done 121850",
          "klik: kan du ikke nok sige mig hvordan det går med det hele"}) {
        EXPECT_EQ(in_a_room(text), Understood{NoCommand{}}) << text;
    }
}

TEST(ChatCommand, ThatIsMeantForUsAndNotUnderstoodIsSaidSo) {
    EXPECT_EQ(in_a_room("klik: hvad nu"), Understood{NotUnderstood{}});
    EXPECT_EQ(in_a_room("@klik"), Understood{NotUnderstood{}});
    EXPECT_EQ(understood("hej", "klik", true), Understood{NotUnderstood{}});
    EXPECT_EQ(in_a_room("hej"), Understood{NoCommand{}});
}

TEST(ChatCommand, IsReadWithTheWordsAroundItsNumber) {
    const Understood status{Command{Verb::status, 1001}};
    for (const auto* text : {"status: 1001",
                             "status:1001",
                             "Status på 1001",
                             "status på opgave nr. 1001?",
                             "status for task #1001",
                             "klik: status: 1001",
                             "klik! status 1001",
                             "Klik; status 1001",
                             "\u00A0klik:\u00A0status\u00A01001",
                             "status – 1001",
                             "status\u2003\u20091001！",
                             "klik: 1001",
                             "@klik #1001",
                             "klik: opgave 1001",
                             "klik: er 1001 blokeret?",
                             "klik: is 1001 done",
                             "klik: 1001 blokeret?",
                             "klik: blokeret 1001",
                             "KLIK: 1001: status",
                             "klik, hvad er status på 1001?",
                             "klik: status 1001, tak"}) {
        EXPECT_EQ(in_a_room(text), status) << text;
    }
    const Understood done{Command{Verb::done, 1001}};
    for (const auto* text :
         {"fuldført: 1001", "Fuldført opgave 1001!", "Fuldført 1001!", "klik: 1001 fuldført",
          "klik: #1001 færdig.", "klik 1001 done", "klik: 1001: fuldført!",
          "klik: fuldført 1001 tak", "\u200Efuldført 1001\u200F"}) {
        EXPECT_EQ(in_a_room(text), done) << text;
    }
    EXPECT_EQ(understood("#1001 fuldført", "klik", true), done);
    EXPECT_EQ(in_a_room("klik: hvorfor er 1001 rød?"), (Understood{Command{Verb::why, 1001}}));
    EXPECT_EQ(in_a_room("hvorfor: 1001"), (Understood{Command{Verb::why, 1001}}));
}

TEST(ChatCommand, ReadsNumbersAsPeopleWriteThem) {
    const Understood status{Command{Verb::status, 121850}};
    for (const auto* text : {"status 121.850", "status #121.850.", "status 121\u00A0850",
                             "status 121\u202F850", "status nr. 121850", "status nr.121850"}) {
        EXPECT_EQ(in_a_room(text), status) << text;
    }
    for (const auto* text : {"fuldført 121.85", "fuldført 1218.500", "fuldført 121,850",
                             "fuldført 121 850", "fuldført 0.121", "fuldført 1.2.3",
                             "fuldført 121..850", "fuldført 121.850.", "fuldført 12\u00A01001",
                             "fuldført .121", "fuldført 1001 1002", "fuldført 1001 og 1002"}) {
        const bool is_mark_at_the_end = std::string_view{text} == "fuldført 121.850.";
        EXPECT_EQ(std::holds_alternative<Command>(in_a_room(text)), is_mark_at_the_end) << text;
    }
}

TEST(ChatCommand, KnowsATaskByTheAddressOfItsPage) {
    const auto with_link = [](std::string_view text, std::string_view link) {
        return understood(text, "klik", false, {}, link);
    };
    const std::string_view link = "https://KLIK.example/9999/opgave/{number}";
    const Understood status{Command{Verb::status, 121850}};
    for (const auto* text : {"status https://klik.example/9999/opgave/121850",
                             "status på https://klik.example/9999/opgave/121850/.",
                             "status https://klik.example/9999/opgave/121850?fane=noter#top",
                             "status <https://klik.example/9999/opgave/121850|opgaven>",
                             "klik: https://klik.example/9999/opgave/121850"}) {
        EXPECT_EQ(with_link(text, link), status) << text;
    }
    for (const auto* text : {"fuldført https://evil.example/9999/opgave/121850",
                             "fuldført https://klik.example/0101/opgave/121850",
                             "fuldført https://klik.example/9999/opgave/121850x",
                             "fuldført https://klik.example/9999/opgave/",
                             "fuldført https://klik.example/9999/opgave/121850/7"}) {
        EXPECT_EQ(with_link(text, link), Understood{NoCommand{}}) << text;
    }
    EXPECT_EQ(
        with_link("done https://k.example/?id=7&view=1", "https://k.example/?id={number}&view=1"),
        (Understood{Command{Verb::done, 7}}));
    EXPECT_EQ(in_a_room("done https://klik.example/9999/opgave/121850"), Understood{NoCommand{}});
}

TEST(ChatCommand, ThatAsksChangesNothing) {
    for (const auto* text : {"fuldført 1001?", "klik: fuldført 1001?", "klik: 1001 fuldført?",
                             "start 1001 ?!", "klik: er 1001 fuldført", "klik: »fuldført 1001?«",
                             "klik: hvad er fuldført 1001", "fuldført 1001？"}) {
        EXPECT_EQ(in_a_room(text), (Understood{Command{Verb::status, 1001}})) << text;
    }
}

TEST(ChatCommand, IsNotGuessedWherePeopleMayTalkToEachOther) {
    for (const auto* text : {"1001 fuldført", "1001", "#1001", "er 1001 blokeret?", "blokeret 1001",
                             "start på 1001", "1001 er fuldført"}) {
        EXPECT_EQ(in_a_room(text), Understood{NoCommand{}}) << text;
    }
    for (const auto* text : {"klik: 1001 er fuldført", "klik: start på 1001", "klik: 1001 og 1002",
                             "klik: fuldført ikke 1001", "klik: ikke fuldført 1001"}) {
        EXPECT_EQ(in_a_room(text), Understood{NotUnderstood{}}) << text;
    }
}

TEST(ChatCommand, IsNotMissedWhereOurNameIsAWordOfTheSentence) {
    for (const auto* text :
         {"Klik her", "klik på linket", "klik 2 gange", "Klik.dk er nede", "klik 1001"}) {
        EXPECT_EQ(in_a_room(text), Understood{NoCommand{}}) << text;
    }
    EXPECT_EQ(in_a_room("klik mine"), Understood{Command{Verb::mine}});
    for (const auto* text : {"klik", "Klik?", "klik!", "klik: her"}) {
        EXPECT_EQ(in_a_room(text), Understood{NotUnderstood{}}) << text;
    }
}

TEST(ChatCommand, ThatLacksItsNumberIsKnownAsThat) {
    EXPECT_EQ(in_a_room("klik: status på"), Understood{NumberMissing{}});
    EXPECT_EQ(in_a_room("klik: fuldført opgave, tak"), Understood{NumberMissing{}});
    EXPECT_EQ(in_a_room("klik: status"), Understood{NumberMissing{}});
    EXPECT_EQ(understood("Fuldført!", "klik", true), Understood{NumberMissing{}});
    EXPECT_EQ(understood("mine", "klik", true), Understood{Command{Verb::mine}});
}

TEST(ChatCommand, IsReadWhereALetterComesInTwoParts) {
    for (const auto* text : {"pa\u030Abegyndt 7", "PA\u030ABEGYNDT 7"}) {
        EXPECT_EQ(in_a_room(text), (Understood{Command{Verb::start, 7}})) << text;
    }
}

TEST(ChatCommand, OfAProgramIsIgnored) {
    for (const auto* text : {"<anna> done 121850", "[KLIK] done 121850", "> done 121850",
                             "done 121850\ndone 121851", "→ done 121850", "klik: → hvad",
                             "klik: #121850 Titel: blokeret", "(bot) mine", "*mine*"}) {
        EXPECT_EQ(in_a_room(text), Understood{NoCommand{}}) << text;
        EXPECT_EQ(understood(text, "klik", true), Understood{NoCommand{}}) << text;
    }
}

TEST(ChatCommand, IsReadBehindADashAndInQuotationMarksWhereItIsForUs) {
    for (const auto* text :
         {"klik – fuldført 7", "KLIK - fuldført #7", "klik: »fuldført 7«", "klik, \"Fuldført 7\".",
          "klik: “fuldført 7.”", "klik: fuldført 7\u200B", "\uFEFFfuldført 7"}) {
        EXPECT_EQ(in_a_room(text), (Understood{Command{Verb::done, 7}})) << text;
    }
    EXPECT_EQ(understood("»hjælp«", "klik", true), Understood{Command{Verb::help}});
    EXPECT_EQ(understood("'status'", "klik", true), Understood{NumberMissing{}});
    EXPECT_EQ(in_a_room("»fuldført 7«"), Understood{NoCommand{}}) << "of somebody";
}

TEST(ChatCommand, MayBeginWithTheNameThatTheRoomKnowsUsBy) {
    const Understood done{Command{Verb::done, 7}};
    EXPECT_EQ(understood("KLIK-2: fuldført 7", "klik", false, "KLIK-2"), done);
    EXPECT_EQ(understood("klik bot, fuldført 7", "klik", false, "KLIK Bot"), done);
    EXPECT_EQ(understood("klik: fuldført 7", "klik", false, "Opgaver"), done);
    EXPECT_EQ(understood("opgaver: hvad nu", "klik", false, "Opgaver"),
              Understood{NotUnderstood{}});
    EXPECT_EQ(understood("Opgaver – #4 T: blokeret", "klik", false, "Opgaver"),
              Understood{NoCommand{}});
    EXPECT_EQ(understood("KLIK-3: fuldført 7", "klik", false, "KLIK-2"), Understood{NoCommand{}});
}

TEST(ChatCommand, IsNotMissedInWhatRepeatsOurPostBehindANameOrAQuotationMark) {
    for (const auto* text :
         {"KLIK – #4 T: blokeret", "KLIK - #4 T: blokeret", "KLIK — #4: blokeret",
          "KLIK skrev: #4 T: blokeret", "KLIK: »#4 T: blokeret«", "KLIK: \"#-4 T: blokeret\"",
          "klik, “#4 T: blokeret”", "KLIK » #4 T: blokeret", "klik: »hvad nu«"}) {
        EXPECT_EQ(in_a_room(text), Understood{NoCommand{}}) << text;
        EXPECT_EQ(understood(text, "klik", true), Understood{NoCommand{}}) << text;
    }
    for (const auto* text : {"»#4 T: blokeret«", "Fwd: #4 T: blokeret", "' #4 T: blokeret"}) {
        EXPECT_EQ(understood(text, "klik", true), Understood{NoCommand{}}) << text;
    }
    EXPECT_EQ(in_a_room("klik: hvad med #4"), Understood{NotUnderstood{}});
}

/// All that we ever say, in both languages.
std::vector<Draft> all_we_say() {
    std::vector<Draft> all;
    for (const auto language : {common::Language::danish, common::Language::english}) {
        Wording wording;
        wording.language = language;
        wording.title_of = [](std::int64_t) { return "mine"; };
        for (const auto* title : {"", "done 121850", "klik: mine", "help\nmine"}) {
            auto state = sample_state();
            state.set("title", title);
            state.set("blocked_by", Value::List{Value{130102}});
            state.set("blocks", Value::List{Value{130103}});
            state.set("latest_safe_finish", "2024-03-01");
            state.set("latest_safe_finish_for", 130103);
            for (int kind = 0; kind <= static_cast<int>(Kind::system); ++kind) {
                Change change;
                change.kind = static_cast<Kind>(kind);
                change.number = change.kind == Kind::system ? 0 : 130101;
                change.task = seen_in(state, 1);
                change.from = "not_started";
                change.to = "completed";
                change.others = {130102};
                all.push_back({{line_of(change, wording)}});
                all.push_back(digest_of({line_of(change, wording), line_of(change, wording)}, 9,
                                        Wording{.language = language}));
            }
            const RequestAnswer yes{true, 1, {}, {}};
            const RequestAnswer no{false, 0, "complete_blocked",
                                   Value::List{Value::map({{"blocked_by", Value::List{130102}}})}};
            const common::Date today{std::chrono::year{2024} / 3 / 6};
            for (auto& draft :
                 {status_answer(state, wording),
                  why_answer(state, today, wording),
                  list_answer(ListOf::mine, {&state}, wording),
                  list_answer(ListOf::blocked, {}, wording),
                  list_answer(ListOf::overdue, {}, wording),
                  wish_answer(state, "completed", yes, wording),
                  wish_answer(state, "completed", no, wording),
                  outcome_answer(state, "completed", "fulfilled", "", "jonas", wording),
                  outcome_answer(state, "completed", "unanswered", "", "", wording),
                  is_so_already(state, wording),
                  not_allowed(state, wording),
                  no_such_task(7, wording),
                  not_of_this_room(7, wording),
                  too_late({Command::Verb::done, 7}, wording),
                  too_late({Command::Verb::mine}, wording),
                  waits_for_klikd({Command::Verb::done, 7}, wording),
                  waits_for_klikd({Command::Verb::mine}, wording),
                  was_away({}, {}, wording),
                  help_answer(wording),
                  not_understood(wording),
                  not_mapped("xmpp", "done 121850", wording),
                  too_many(wording),
                  which_number(wording),
                  people_hidden(wording),
                  which_municipality("0101", wording)}) {
                all.push_back(draft);
            }
        }
    }
    return all;
}

TEST(ChatCommand, IsNothingThatWeSayOurselvesAlsoByWayOfARelay) {
    const auto drafts = all_we_say();
    ASSERT_GT(drafts.size(), 100U);
    for (const auto& draft : drafts) {
        const auto text =
            FakeChannel::text_of(message_of(draft, [](const auto&) { return "mine"; }));
        for (const auto* relayed : {"", "klik: ", "@klik ", "<klik> ", "klik> ", "klik ", "klik – ",
                                    "klik - ", "»", "klik: »", "klik \"", "klik skrev: "}) {
            for (const bool alone : {false, true}) {
                EXPECT_EQ(understood(relayed + text, "klik", alone), Understood{NoCommand{}})
                    << relayed << text;
            }
        }
    }
}

TEST(ChatCommand, HasANameThatIsReadBack) {
    for (const auto verb : {Verb::status, Verb::mine, Verb::blocked, Verb::overdue, Verb::done,
                            Verb::start, Verb::why, Verb::help}) {
        EXPECT_EQ(verb_named(name_of(verb)), verb);
    }
}

} // namespace
} // namespace klik::chat
