#include "chat/hints.hpp"
#include "chat/reception.hpp"
#include "support/temporary_folder.hpp"
#include "unit/chat/fake_channel.hpp"
#include "unit/chat/log_lines.hpp"
#include "unit/chat/sample.hpp"
#include "unit/chat/waiting_posts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::chat {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class ReceptionTest : public testing::Test {
  protected:
    void say(const std::string& text, const std::string& id, const char* sender = "jonas@example",
             const char* room = "drift@rooms") {
        hear({id, room, sender, text});
    }
    void hear(const Said& said) {
        reception_.hear("xmpp", said, *common::time_from_rfc3339("2024-03-06T09:00:00Z"), instant_);
    }
    /// What is said without a look at klikd, oldest first.
    [[nodiscard]] std::vector<std::string> answers() const {
        std::vector<std::string> texts;
        for (const auto& post : waiting_posts(store_, "xmpp")) {
            texts.push_back(
                FakeChannel::text_of(message_of(post.draft, [](const auto&) { return ""; })));
        }
        return texts;
    }

    test::TemporaryFolder folder_;
    Settings settings_ = sample_settings();
    Store store_ = Store::open(folder_.path());
    Reception reception_{settings_, store_};
    Manners::Instant instant_{std::chrono::hours{1}};
};

TEST_F(ReceptionTest, TellsAStrangerNothingButHowToBeKnown) {
    say("status 130101", "said-1", "eve\"@example");
    say("mine", "said-2", "eve\"@example");
    ASSERT_THAT(answers(), SizeIs(1)) << "once an hour";
    EXPECT_THAT(answers().front(), HasSubstr("\n[plugins.chat.people.xmpp]\n\"eve\\\"@example\" = "
                                             "\"dit id i KLIK\""));
    EXPECT_THAT(answers().front(), Not(HasSubstr("Etabler")));
}

TEST_F(ReceptionTest, SaysAStrangersAddressToTheStrangerAlone) {
    say("status 130101", "said-1", "eve@example");
    const auto posts = waiting_posts(store_, "xmpp");
    ASSERT_THAT(posts, SizeIs(1));
    EXPECT_EQ(posts.front().place, "") << "the room may not know it";
    EXPECT_EQ(posts.front().room, "");
    EXPECT_EQ(posts.front().answers, "said-1");
}

TEST_F(ReceptionTest, GivesTheLinesToPasteLetterByLetter) {
    const auto draft = not_mapped("xmpp", "eve@example", {});
    ASSERT_THAT(draft.lines, SizeIs(4));
    EXPECT_EQ(draft.lines[1].front(), code("[plugins.chat.people.xmpp]"));
    EXPECT_EQ(draft.lines[2].front(), code("\"eve@example\" = \"dit id i KLIK\""));
    EXPECT_THAT(draft.lines[3].front().span.text, HasSubstr("når klik-chat er startet igen"));
    EXPECT_THAT(draft.lines[0], testing::Contains(code("klikd.toml")));
    EXPECT_THAT(people_hidden({}).lines[1],
                testing::Contains(code("muc#roomconfig_whois = anyone")));
}

TEST_F(ReceptionTest, SaysInEachRoomThatHidesItsPeopleWhatToDo) {
    auto other = sample_room();
    other.name = "styring";
    other.place = "styring@rooms";
    settings_.rooms.push_back(other);
    say("status 130101", "said-1", "");
    say("mine", "said-2", "");
    say("mine", "said-3", "", "styring@rooms");
    const auto posts = waiting_posts(store_, "xmpp");
    ASSERT_THAT(posts, SizeIs(2)) << "once an hour for each room";
    EXPECT_EQ(posts[0].place, "drift@rooms");
    EXPECT_EQ(posts[1].place, "styring@rooms");
    EXPECT_THAT(answers(),
                testing::Each(testing::AllOf(HasSubstr("viser ikke, hvem der skriver"),
                                             HasSubstr("H331"), Not(HasSubstr("dit id")))));
}

/// Two municipalities, each of which has a p1.
class SeveralMunicipalitiesTest : public ReceptionTest {
  protected:
    SeveralMunicipalitiesTest() {
        auto other = sample_room();
        other.name = "anden";
        other.place = "anden@rooms";
        other.municipality = "0101";
        settings_.rooms.push_back(other);
        settings_.municipalities.push_back({"0101", "tcp://127.0.0.1:2"});
        settings_.people["xmpp"]["9999"]["lena@example"] = "p1";
        settings_.people["xmpp"]["0101"]["mia@example"] = "p1";
        settings_.people["xmpp"]["0101"]["jonas@example"] = "p4";
    }
    /// `PERSON VERB`
    [[nodiscard]] std::vector<std::string> open(const std::string& municipality) const {
        std::vector<std::string> all;
        for (const auto& asked : CommandLog{store_}.open(municipality)) {
            all.push_back(asked.person + ' ' + std::string{name_of(asked.command.verb)});
        }
        return all;
    }
};

TEST_F(SeveralMunicipalitiesTest, GivePersonsRightsInTheirOwnAlone) {
    say("mine", "s-1", "lena@example", "anden@rooms");
    EXPECT_THAT(open("0101"), IsEmpty()) << "p1 is somebody else there";
    EXPECT_THAT(answers(), testing::ElementsAre(HasSubstr("[plugins.chat.people.xmpp.0101]")));
    say("mine", "s-2", "lena@example");
    EXPECT_THAT(open("9999"), testing::ElementsAre("p1 mine"));
    say("blokeret", "s-3", "jonas@example", "anden@rooms");
    EXPECT_THAT(open("0101"), testing::ElementsAre("p4 blocked"));
}

TEST_F(SeveralMunicipalitiesTest, AreToldApartByACodeInFrontOfWhatIsSaidAlone) {
    say("mine", "s-1", "jonas@example", "");
    EXPECT_THAT(answers(), testing::ElementsAre(HasSubstr("Skriv kommunens kode først")));
    say("0101 status 4", "s-2", "jonas@example", "");
    EXPECT_THAT(open("0101"), testing::ElementsAre("p4 status"));
    say("0101 mine", "s-3", "jonas@example");
    EXPECT_THAT(open("9999"), IsEmpty()) << "a room says it by itself";
    say("9999 mine", "s-4", "mia@example", "");
    EXPECT_THAT(open("9999"), IsEmpty()) << "she is nobody there";
    say("mine", "s-5", "mia@example", "");
    EXPECT_THAT(open("0101"), testing::ElementsAre("p4 status", "p1 mine")) << "her only one";
}

TEST_F(SeveralMunicipalitiesTest, AreNotMixedUpWhereALinkNamesTheTask) {
    settings_.link = "https://klik.example/{municipality}/{number}";
    say("fuldført https://klik.example/0101/7", "s-1", "jonas@example");
    EXPECT_THAT(open("9999"), IsEmpty()) << "the room is of another one";
    say("fuldført https://klik.example/9999/7", "s-2", "jonas@example");
    EXPECT_THAT(open("9999"), testing::ElementsAre("jonas done"));
    say("fuldført https://klik.example/0101/7", "s-3", "mia@example", "");
    EXPECT_THAT(open("0101"), testing::ElementsAre("p1 done")) << "her only one";
    say("0101:\u00A0status https://klik.example/0101/7", "s-4", "jonas@example", "");
    EXPECT_THAT(open("0101"), testing::ElementsAre("p1 done", "p4 status"));
}

TEST_F(ReceptionTest, TakesNoCommandsOfSomebodyErasedUntilAnotherIdIsNamed) {
    store_.note_erased("9999", "jonas");
    say("mine", "s-1");
    EXPECT_THAT(CommandLog{store_}.open("9999"), IsEmpty());
    EXPECT_THAT(answers(), testing::ElementsAre(HasSubstr("Jeg ved ikke, hvem du er")));
    settings_.people["xmpp"]["9999"]["jonas@example"] = "p9";
    say("mine", "s-2");
    EXPECT_THAT(CommandLog{store_}.open("9999"), SizeIs(1));
}

TEST_F(ReceptionTest, AnswersNoFloodOfStrangers) {
    for (int i = 0; i < 50; ++i) {
        const auto number = std::to_string(i);
        const auto sender = "eve" + number + "@example";
        say("mine", "said-" + number, sender.c_str(), "");
    }
    EXPECT_THAT(answers(), SizeIs(Manners::most_a_minute));
}

TEST_F(ReceptionTest, KeepsNothingOfAFlood) {
    for (int i = 0; i < 500; ++i) {
        const auto number = std::to_string(i);
        say("mine", "eve-" + number, "eve@example");
        say("klik: hvad", "hidden-" + number, "");
        say("mine", "jonas-" + number);
    }
    auto rows = store_.database().prepare("SELECT count(*) FROM command");
    ASSERT_TRUE(rows.step());
    EXPECT_EQ(rows.whole(0), 1 + 1 + static_cast<int>(Manners::most_a_minute) + 1);
    EXPECT_THAT(CommandLog{store_}.open("9999"), SizeIs(Manners::most_a_minute));
}

TEST_F(ReceptionTest, FillsNoLogForAStranger) {
    const LogLines log;
    for (int i = 0; i < 50; ++i) {
        say("mine", "said-" + std::to_string(i), "eve.larsen@example");
    }
    EXPECT_THAT(log.all(), testing::ElementsAre(
                               testing::AllOf(HasSubstr("[H234] xmpp: ev…@example, whom "
                                                        "[plugins.chat.people.xmpp] does not name"),
                                              Not(HasSubstr("eve.larsen")))));
    instant_ += std::chrono::minutes{1};
    say("mine", "later", "eve.larsen@example");
    EXPECT_THAT(log.all(), testing::Contains(HasSubstr("(50 times by now)")));
}

TEST_F(ReceptionTest, LogsSomebodyWhoWasErasedAlsoBehindAStranger) {
    const LogLines log;
    store_.note_erased("9999", "jonas");
    say("mine", "said-1", "eve@example");
    say("mine", "said-2");
    EXPECT_THAT(log.all(),
                testing::ElementsAre(HasSubstr("[H234]"), HasSubstr("[H236] xmpp: jonas of 9999")));
}

TEST_F(ReceptionTest, KnowsTheMunicipalityOfTheRoomFromWhichSomebodyAsksAlone) {
    settings_.municipalities.push_back({"0101", "tcp://127.0.0.1:2"});
    settings_.people["xmpp"]["0101"]["jonas@example"] = "p4";
    auto other = sample_room();
    other.name = "anden";
    other.place = "anden@rooms";
    other.municipality = "0101";
    settings_.rooms.push_back(other);
    const CommandLog log{store_};
    hear({.id = "s-1", .room = {}, .sender = "jonas@example", .text = "mine"});
    EXPECT_THAT(answers(), testing::ElementsAre(HasSubstr("Her er flere kommuner")));
    hear({.id = "s-2",
          .room = {},
          .sender = "jonas@example",
          .text = "mine",
          .near = "anden@rooms"});
    EXPECT_THAT(log.open("0101"), SizeIs(1));
    EXPECT_THAT(log.open("9999"), IsEmpty());
}

TEST_F(ReceptionTest, TellsEverybodyWhoseNameIsHiddenAlsoAlone) {
    say("mine", "said-1", "", "");
    say("mine", "said-2", "", "");
    EXPECT_THAT(answers(), SizeIs(2)) << "they may be two people";
}

TEST_F(ReceptionTest, HearsNothingInARoomWithoutCommands) {
    settings_.rooms.front().commands = false;
    say("mine", "said-1");
    say("mine", "said-2", "jonas@example", "unknown@rooms");
    EXPECT_THAT(answers(), IsEmpty());
}

TEST_F(ReceptionTest, TellsARoomThatCommandsWereNotSeenWhileItWasAway) {
    const auto from = std::chrono::sys_days{std::chrono::March / 6 / 2024} + std::chrono::hours{9};
    const auto hear_of = [&](std::vector<Missed::Words> words, std::chrono::minutes later) {
        reception_.hear_of("xmpp", {"drift@rooms", from, from + later, std::move(words)}, from);
    };
    hear_of({{"r:1", "hej alle"}, {"r:2", "skal vi sige status på det?"}}, std::chrono::minutes{5});
    EXPECT_THAT(answers(), IsEmpty()) << "nobody gave a command";
    say("mine", "r:3 jonas@example");
    hear_of({{"r:3", "mine"}}, std::chrono::minutes{5});
    EXPECT_THAT(answers(), IsEmpty()) << "it was heard all the same";
    hear_of({{"r:3", "mine"}, {"r:33", "fuldført 7"}}, std::chrono::minutes{95});
    EXPECT_THAT(answers(), testing::ElementsAre(
                               "→ klik-chat var væk fra 10:00 til 11:35; kommandoer i den tid er "
                               "ikke set. Skriv dem igen."));
    EXPECT_EQ(waiting_posts(store_, "xmpp").front().place, "drift@rooms");
    hear_of({{"r:33", "fuldført 7"}}, std::chrono::minutes{96});
    EXPECT_THAT(answers(), SizeIs(1)) << "of the same words once";
    hear_of({{"r:35", "fuldført 7"}}, std::chrono::days{2});
    EXPECT_THAT(answers().back(), HasSubstr("fra 6. marts 2024 10:00 til 8. marts 2024 10:00"));
    settings_.rooms.front().commands = false;
    hear_of({{"r:34", "fuldført 7"}}, std::chrono::minutes{95});
    EXPECT_THAT(answers(), SizeIs(2));
}

TEST_F(ReceptionTest, KeepsNothingOfAPersonWhoIsErased) {
    say("mine", "r:1 jonas@example/phone", "jonas@example", "");
    say("help me please", "r:2 jonas@example", "jonas@example", "");
    say("mine", "r:3 eve@example", "eve@example");
    settings_.people["xmpp"]["9999"]["mia@example"] = "mia";
    say("mine", "r:4 mia@example", "mia@example");
    const Outbox outbox{store_};
    const auto to_eve = waiting_posts(store_, "xmpp").back();
    outbox.posted(to_eve.id, "", {});
    const auto all_text = [&] {
        std::string all;
        for (const auto* column : {"draft", "answers"}) {
            auto rows = store_.database().prepare(std::string{"SELECT "} + column + " FROM post");
            while (rows.step()) {
                all += rows.text(0) + '\n';
            }
        }
        auto rows = store_.database().prepare("SELECT said || ' ' || person FROM command");
        while (rows.step()) {
            all += rows.text(0) + '\n';
        }
        return all;
    };
    EXPECT_THAT(all_text(), testing::AllOf(HasSubstr("jonas"), HasSubstr("r:3 eve@example")));
    EXPECT_THAT(all_text(), Not(HasSubstr("\\\"eve@example"))) << "it has been said";
    const CommandLog log{store_};
    log.forget_person("9999", "jonas");
    log.forget_address("xmpp", "Jonas@example");
    EXPECT_THAT(all_text(), testing::AllOf(Not(HasSubstr("jonas")), HasSubstr("r:4 mia@example")));
    EXPECT_THAT(log.open("9999"), SizeIs(1));
    log.forget_person("0101", "mia");
    EXPECT_THAT(log.open("9999"), SizeIs(1)) << "somebody else of another municipality";
}

TEST_F(ReceptionTest, AsksForTheNumberThatIsMissing) {
    say("status", "said-1");
    EXPECT_THAT(answers(), IsEmpty()) << "in a room people say that to each other";
    say("klik: status", "said-2");
    say("fuldført", "said-3", "jonas@example", "");
    EXPECT_THAT(answers(),
                testing::ElementsAre(HasSubstr("Hvilket nummer?"), HasSubstr("Hvilket nummer?")));
}

/// Slack shows that the answer is on its way, to whoever gives a slash command.
class SlashTest : public ReceptionTest {
  protected:
    [[nodiscard]] std::string answer_to(const std::string& text, const char* sender = "U1") {
        const auto before = answers().size();
        hear({.id = "trigger-" + std::to_string(++said_),
              .room = {},
              .sender = sender,
              .text = text,
              .awaits_answer = true});
        const auto all = answers();
        return all.size() == before + 1 ? all.back() : "";
    }
    SlashTest() { settings_.people["xmpp"]["9999"]["U1"] = "jonas"; }
    int said_ = 0;
};

TEST_F(SlashTest, WithoutAWordIsAnsweredWithHelp) {
    EXPECT_THAT(answer_to(""), HasSubstr("Det kan du skrive til mig:"));
    EXPECT_THAT(answer_to("  "), HasSubstr("Det kan du skrive til mig:"));
}

TEST_F(SlashTest, ThatIsNotUnderstoodIsSaidSo) {
    EXPECT_THAT(answer_to("hvordan går det med alt det"), HasSubstr("forstod jeg ikke"));
    EXPECT_THAT(answer_to("> status 7"), HasSubstr("forstod jeg ikke"));
    EXPECT_THAT(answer_to("status"), HasSubstr("Hvilket nummer?"));
}

TEST_F(SlashTest, OfAStrangerIsAnsweredEachTime) {
    for (int i = 0; i < 3; ++i) {
        EXPECT_THAT(answer_to("mine", "U2"), HasSubstr("\"U2\" = "));
        EXPECT_THAT(answer_to("", "U2"), HasSubstr("\"U2\" = "));
    }
}

TEST_F(SlashTest, OverTheLimitIsToldSoEachTime) {
    for (std::size_t i = 0; i < Manners::most_a_minute; ++i) {
        static_cast<void>(answer_to("mine"));
    }
    for (int i = 0; i < 3; ++i) {
        EXPECT_THAT(answer_to("mine"), HasSubstr("Vent et minut"));
        EXPECT_THAT(answer_to("hvad"), HasSubstr("Vent et minut"));
    }
}

} // namespace
} // namespace klik::chat
