#include "chat/wording.hpp"
#include "unit/chat/fake_channel.hpp"
#include "unit/chat/sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::chat {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

Wording danish() {
    Wording wording;
    wording.link = "https://klik.example/{number}";
    wording.title_of = [](std::int64_t number) {
        return number == 130102 ? std::string{"Kortlæg data"} : std::string{};
    };
    return wording;
}

Change changed(Kind kind, const char* from = "", const char* to = "") {
    Change change;
    change.kind = kind;
    change.number = 130101;
    change.task = sample_seen();
    change.from = from;
    change.to = to;
    return change;
}

std::string said(const Change& change, Wording wording = danish()) {
    return FakeChannel::text_of(message_of({{line_of(change, wording)}}, [](const auto& id) {
        return id == "jonas" ? std::string{"Jonas Kvist"} : std::string{};
    }));
}

TEST(ChatWording, SaysTaskChangeAndColourOnOneLine) {
    EXPECT_EQ(said(changed(Kind::status_changed, "not_started", "in_progress")),
              "#130101 Etabler projektorganisation: Ikke påbegyndt → Påbegyndt · Gul");
    EXPECT_EQ(said(changed(Kind::due_date_moved, "2024-03-12", "")),
              "#130101 Etabler projektorganisation: frist flyttet, 12. marts 2024 → ingen frist · "
              "Gul");
}

TEST(ChatWording, SaysOfANewTaskWhatThereIs) {
    auto change = changed(Kind::added);
    change.task.status = "unknown";
    change.task.status_label = "Afventer leverandør";
    change.task.due_date.clear();
    EXPECT_THAT(said(change), HasSubstr("ny opgave, Afventer leverandør, ingen frist · Gul"));
    EXPECT_THAT(said(changed(Kind::overdue, "", "1")), HasSubstr(", 1 arbejdsdag for sent"));
}

TEST(ChatWording, SpeaksEnglishByChoice) {
    auto wording = danish();
    wording.language = common::Language::english;
    EXPECT_EQ(said(changed(Kind::status_changed, "not_started", "completed"), wording),
              "#130101 Etabler projektorganisation: Not started → Completed · Yellow");
}

TEST(ChatWording, SaysWhy) {
    auto blocked = changed(Kind::blocked);
    blocked.others = {130102, 130103, 130104, 130105, 130106};
    EXPECT_THAT(said(blocked), HasSubstr("blokeret, venter på #130102 Kortlæg data, #130103, "
                                         "#130104 og 2 til"));
    EXPECT_THAT(said(changed(Kind::colour_changed, "green", "yellow")),
                EndsWith("farve Grøn → Gul, frist 12. marts 2024"));
    EXPECT_THAT(said(changed(Kind::overdue, "", "6")),
                HasSubstr("frist overskredet, 6 arbejdsdage for sent · Gul"));
}

TEST(ChatWording, SaysWhichDueDateComesTooEarly) {
    auto conflict = changed(Kind::date_conflict, "", "2024-03-27");
    conflict.others = {130102};
    EXPECT_THAT(said(conflict), HasSubstr("har frist 12. marts 2024, men venter på #130102 Kortlæg "
                                          "data, som først har frist 27. marts 2024"));
}

TEST(ChatWording, SaysThatThereIsNoColour) {
    EXPECT_THAT(said(changed(Kind::colour_changed, "red", "none")),
                HasSubstr("farve Rød → ingen farve"));
}

TEST(ChatWording, SpeaksEnglishOfThePlatformsWordsToo) {
    auto wording = danish();
    wording.language = common::Language::english;
    EXPECT_THAT(said(changed(Kind::colour_disagrees, "Grøn", "red"), wording),
                HasSubstr("KLIK shows Green, the rules say Red"));
    EXPECT_THAT(said(changed(Kind::rule_violation, "not_started", "Fuldført"), wording),
                HasSubstr("against the rules, Not started → Completed"));
    EXPECT_THAT(said(changed(Kind::rule_violation, "Afventer", "Påbegyndt"), wording),
                HasSubstr("Afventer → In progress"));
    EXPECT_THAT(said(changed(Kind::vacant_role, "project leader", "projektleder"), wording),
                HasSubstr("nobody has the role: project leader"));
}

TEST(ChatWording, SaysWhichWishCameToNothingAndWhose) {
    auto wish = changed(Kind::request, "refused", "complete_blocked");
    wish.others = {130102};
    wish.via = "portfolio";
    EXPECT_THAT(said(wish), HasSubstr("et ønske (fra portfolio) blev ikke til noget: "
                                      "forudsætningerne er ikke færdige, venter på #130102"));
    wish.details = {{"due_date", "2024-04-01"}, {"status", "completed"}};
    wish.person = "jonas";
    EXPECT_THAT(said(wish), HasSubstr("ønsket om en anden frist, »Fuldført« (fra Jonas Kvist) "));
    auto wording = danish();
    wording.names = false;
    EXPECT_THAT(said(wish, wording), HasSubstr("(fra portfolio)"));
}

TEST(ChatWording, SaysWhatKlikdHasToSayInSentences) {
    auto change = changed(Kind::system, "unroutable");
    change.number = 0;
    change.details = {{"number", "130101"}, {"role", "projektleder"}};
    EXPECT_EQ(said(change), "→ klikd: en besked har ingen modtager, der kan nås (opgave 130101, "
                            "rolle projektleder) · Gul");
}

TEST(ChatWording, EveryKindHasWords) {
    for (int kind = 0; kind <= static_cast<int>(Kind::system); ++kind) {
        const auto text = said(changed(static_cast<Kind>(kind), "a", "b"));
        EXPECT_GT(text.size(), std::string_view{"#130101 Etabler projektorganisation: "}.size())
            << kind;
        EXPECT_EQ(kind_named(name_of(static_cast<Kind>(kind))), static_cast<Kind>(kind));
    }
}

TEST(ChatWording, NamesPeopleOnlyWhereItMay) {
    const auto change = changed(Kind::assigned, "eva", "jonas");
    EXPECT_THAT(said(change), HasSubstr("udfører en person → Jonas Kvist"));
    EXPECT_THAT(said(changed(Kind::assigned, "eva", "mia")),
                HasSubstr("udfører en person → en anden person"));
    EXPECT_THAT(said(changed(Kind::assigned, "jonas", "")), HasSubstr("Jonas Kvist → ingen"));
    auto wording = danish();
    wording.names = false;
    EXPECT_THAT(said(change, wording), HasSubstr(": har fået en anden udfører ·"));
    EXPECT_THAT(said(changed(Kind::assigned, "", "jonas"), wording), HasSubstr("fået en udfører"));
    EXPECT_THAT(said(changed(Kind::assigned, "jonas", ""), wording),
                HasSubstr("ingen udfører mere"));
}

TEST(ChatWording, LinksTheTasksNumberAndNothingOutOfItsTitle) {
    auto change = changed(Kind::added);
    change.task.title = "@all <!channel> https://evil.example\nmine";
    const auto line = line_of(change, danish());
    EXPECT_EQ(line.front().span.kind, Span::Kind::link);
    EXPECT_EQ(line.front().span.url, "https://klik.example/130101");
    for (std::size_t i = 1; i < line.size(); ++i) {
        EXPECT_NE(line[i].span.kind, Span::Kind::link);
        EXPECT_THAT(line[i].span.text, Not(HasSubstr("\n")));
    }
    change.number = -3;
    EXPECT_EQ(line_of(change, danish()).front().span.kind, Span::Kind::strong)
        << "the platform does not know the municipality's own";
}

TEST(ChatWording, CutsATitleThatIsTooLong) {
    auto change = changed(Kind::added);
    change.task.title = std::string(500, 'x');
    EXPECT_LT(said(change).size(), 250U);
}

TEST(ChatDigest, CountsAndListsChangesInTheirOrder) {
    const std::vector<DraftLine> lines{{plain("a")}, {plain("b")}};
    const auto draft = digest_of(lines, 2, Wording{});
    EXPECT_EQ(FakeChannel::text_of(message_of(draft, [](const auto&) { return ""; })),
              "→ 2 ændringer\na\nb");
}

TEST(ChatDigest, SaysHowManyItLeftOut) {
    const std::vector<DraftLine> lines(25, DraftLine{plain("a")});
    const auto draft = digest_of(lines, 100, Wording{.language = common::Language::english});
    EXPECT_EQ(draft.lines.size(), 27U);
    EXPECT_THAT(FakeChannel::text_of(message_of(draft, [](const auto&) { return ""; })),
                HasSubstr("… and 75 more"));
}

TEST(ChatDraft, IsKeptAsItWas) {
    const Draft draft{
        {{plain("æ\""), strong("b"), link("c", "https://x"), person("jonas", "en")}, {}}};
    EXPECT_EQ(draft_of(text_of(draft)), draft);
    EXPECT_EQ(text_of(draft).find("Jonas"), std::string::npos);
}

TEST(ChatDraft, IsCutToWhatAChannelTakesWithAPointer) {
    Message message;
    for (int i = 0; i < 50; ++i) {
        message.lines.push_back({{"en linje, der fylder noget", Span::Kind::plain, {}}});
    }
    const Line pointer{{"… mere: status 130101", Span::Kind::plain, {}}};
    EXPECT_EQ(fitted(message, {}, pointer), message);
    const auto cut = fitted(message, {500}, pointer);
    EXPECT_LT(FakeChannel::text_of(cut).size(), 500U);
    EXPECT_EQ(cut.lines.back(), pointer);
    EXPECT_GT(cut.lines.size(), 3U);
}

TEST(ChatDraft, CutsOneLongLineWithoutBreakingACharacter) {
    std::string text;
    for (int i = 0; i < 1000; ++i) {
        text += "ø";
    }
    const Message message{{{{text, Span::Kind::plain, {}}}}};
    const auto cut = fitted(message, {300}, {{"…", Span::Kind::plain, {}}});
    ASSERT_EQ(cut.lines.size(), 2U);
    const auto& kept = cut.lines.front().front().text;
    EXPECT_LE(kept.size(), 300U);
    EXPECT_GT(kept.size(), 50U);
    EXPECT_EQ(kept.find("ø"), 0U);
    EXPECT_THAT(kept, EndsWith("ø…"));
}

} // namespace
} // namespace klik::chat
