#include "chat/hints.hpp"
#include "chat/reception.hpp"
#include "support/temporary_folder.hpp"
#include "unit/chat/fake_channel.hpp"
#include "unit/chat/sample.hpp"

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
        for (const auto& post : Outbox{store_}.posts("xmpp")) {
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
    const auto posts = Outbox{store_}.posts("xmpp");
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
}

TEST_F(ReceptionTest, SaysInEachRoomThatHidesItsPeopleWhatToDo) {
    auto other = sample_room();
    other.name = "styring";
    other.place = "styring@rooms";
    settings_.rooms.push_back(other);
    say("status 130101", "said-1", "");
    say("mine", "said-2", "");
    say("mine", "said-3", "", "styring@rooms");
    const auto posts = Outbox{store_}.posts("xmpp");
    ASSERT_THAT(posts, SizeIs(2)) << "once an hour for each room";
    EXPECT_EQ(posts[0].place, "drift@rooms");
    EXPECT_EQ(posts[1].place, "styring@rooms");
    EXPECT_THAT(answers(),
                testing::Each(testing::AllOf(HasSubstr("viser ikke, hvem der skriver"),
                                             HasSubstr("H331"), Not(HasSubstr("dit id")))));
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
    SlashTest() { settings_.people["xmpp"]["U1"] = "jonas"; }
    int said_ = 0;
};

TEST_F(SlashTest, WithoutAWordIsAnsweredWithHelp) {
    EXPECT_THAT(answer_to(""), HasSubstr("Jeg kan:"));
    EXPECT_THAT(answer_to("  "), HasSubstr("Jeg kan:"));
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
