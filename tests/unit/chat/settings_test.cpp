#include "chat/settings.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace klik::chat {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class ChatSettingsTest : public testing::Test {
  protected:
    ChatSettingsTest() {
        write("url", "https://hooks.example/1\n");
        std::filesystem::permissions(folder_.path() / "url", std::filesystem::perms::owner_read);
    }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream{folder_.path() / name} << text;
    }
    Settings read(const std::string& text) {
        write("klikd.toml", text);
        common::SettingsFile file{folder_.path() / "klikd.toml"};
        auto settings = read_settings(file, {});
        mistakes_ = file.mistakes();
        return settings;
    }
    /// A channel with the room, and what else there is.
    Settings with_room(const std::string& keys, const std::string& more = {}) {
        return read("[plugins.chat.channels.teams]\nkind = \"webhook_teams\"\n"
                    "[plugins.chat.channels.teams.rooms.drift]\nurl_file = \"url\"\n"
                    "[plugins.chat.rooms.drift]\nchannel = \"teams\"\nroom = \"drift\"\n" +
                    keys + "\n" + more);
    }

    test::TemporaryFolder folder_;
    std::vector<std::string> mistakes_;
};

const std::string slack = "[plugins.chat.channels.slack]\nkind = \"webhook_slack\"\n";

TEST_F(ChatSettingsTest, NeedAChannelAndARoom) {
    const auto settings = with_room("");
    EXPECT_THAT(mistakes_, IsEmpty());
    ASSERT_EQ(settings.rooms.size(), 1U);
    const auto& room = settings.rooms.front();
    EXPECT_EQ(room.name, "drift");
    EXPECT_EQ(room.municipality, "9999");
    EXPECT_EQ(room.kinds, usual_kinds());
    EXPECT_EQ(room.most_at_once, 5U);
    EXPECT_EQ(room.gather, std::chrono::seconds{60});
    EXPECT_TRUE(room.commands);
    EXPECT_TRUE(settings.channels.at("teams"));
    EXPECT_EQ(settings.room_at("teams", "drift"), &room);
    EXPECT_EQ(settings.room_at("teams", "x"), nullptr);
}

TEST_F(ChatSettingsTest, ReadAllThatARoomMaySay) {
    const auto settings =
        with_room("kinds = [\"blocked\", \"system\"]\nprojects = [\"DUBU 3.0\"]\nphases = []\n"
                  "colours = [\"Red\"]\nquiet_hours = \"17:00-07:30\"\nmost_at_once = 3\n"
                  "gather_s = 10\nlanguage = \"en\"\ncommands = false\nnames = false\n",
                  slack + "[plugins.chat.people.slack]\n\"U024BE7LH\" = \"jonas\"\n");
    EXPECT_THAT(mistakes_, IsEmpty());
    const auto& room = settings.rooms.front();
    EXPECT_THAT(room.kinds, UnorderedElementsAre(Kind::blocked, Kind::system));
    EXPECT_THAT(room.projects, ElementsAre("dubu 3.0"));
    EXPECT_THAT(room.phases, IsEmpty());
    EXPECT_THAT(room.colours, ElementsAre("red"));
    EXPECT_EQ(room.quiet, (QuietHours{std::chrono::hours{17}, std::chrono::minutes{450}}));
    EXPECT_EQ(room.language, common::Language::english);
    EXPECT_FALSE(room.commands);
    EXPECT_FALSE(room.names);
    EXPECT_EQ(settings.people.at("slack").at("9999").at("U024BE7LH"), "jonas");
}

TEST_F(ChatSettingsTest, OfAllRoomsHoldWhereARoomSaysNothingElse) {
    const std::string head = "[plugins.chat]\nlanguage = \"en\"\nquiet_hours = \"22:00-06:00\"\n";
    const std::string channel = "[plugins.chat.channels.teams]\nkind = \"webhook_teams\"\n"
                                "[plugins.chat.channels.teams.rooms.a]\nurl_file = \"url\"\n"
                                "[plugins.chat.channels.teams.rooms.b]\nurl_file = \"url\"\n";
    const auto settings = read(head + channel +
                               "[plugins.chat.rooms.a]\nchannel = \"teams\"\nroom = \"a\"\n"
                               "[plugins.chat.rooms.b]\nchannel = \"teams\"\nroom = \"b\"\n"
                               "language = \"da\"\nquiet_hours = \"\"\n");
    EXPECT_THAT(mistakes_, IsEmpty());
    ASSERT_EQ(settings.rooms.size(), 2U);
    EXPECT_EQ(settings.rooms[0].language, common::Language::english);
    EXPECT_TRUE(settings.rooms[0].quiet);
    EXPECT_EQ(settings.rooms[1].language, common::Language::danish);
    EXPECT_FALSE(settings.rooms[1].quiet);
}

TEST_F(ChatSettingsTest, NameEachMistakeWithItsLine) {
    with_room("kinds = [\"blocked\", \"blokeret\"]\ncolours = [\"blue\"]\n"
              "quiet_hours = \"25:00-07:00\"\nmost_at_once = 0\ncolour = \"red\"\n");
    EXPECT_THAT(mistakes_,
                ElementsAre(HasSubstr("klikd.toml:8: there is no kind \"blokeret\"; did you mean "
                                      "\"blocked\"? There are added"),
                            HasSubstr("klikd.toml:9: there is no colour \"blue\""),
                            HasSubstr("klikd.toml:10: `plugins.chat.rooms.drift.quiet_hours` must"),
                            HasSubstr("klikd.toml:11: `plugins.chat.rooms.drift.most_at_once`"),
                            HasSubstr("klikd.toml:12: there is no key "
                                      "`plugins.chat.rooms.drift.colour`")));
}

TEST_F(ChatSettingsTest, NameWhatIsNotThere) {
    read("[plugins.chat]\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("there is no room")));
    read("[plugins.chat.rooms.drift]\nchannel = \"teams\"\nroom = \"x\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("klikd.toml:2: there is no table "
                                                 "[plugins.chat.channels.teams]")));
    with_room("", "[plugins.chat.people.irc]\n\"x\" = \"y\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("there is no table [plugins.chat.channels.irc]")));
    read("[plugins.chat.channels.x]\nkind = \"irc\"\n[plugins.chat.rooms.a]\nchannel = \"x\"\n"
         "room = \"a\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("klikd.toml:2: `plugins.chat.channels.x.kind` "
                                                 "must be \"xmpp\"")));
}

TEST_F(ChatSettingsTest, KnowPeopleOfXmppByTheirAddressesInLowerCase) {
    const std::string people = "[plugins.chat.channels.rum]\nkind = \"xmpp\"\n"
                               "jid = \"klik@example.dk\"\npassword_file = \"url\"\n"
                               "[plugins.chat.people.rum]\n";
    const auto settings = with_room("", people + "\"Anna@Example.DK\" = \"p7\"\n");
    EXPECT_THAT(mistakes_, IsEmpty());
    EXPECT_EQ(settings.people.at("rum").at("9999"), (People{{"anna@example.dk", "p7"}}));
    with_room("", people + "\"anna\" = \"p7\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("klikd.toml:14: \"anna\" is nobody's address")));
    for (const std::string wrong : {"anna@", "anna@example..dk", "anna@.dk", "anna@ex_ample.dk"}) {
        with_room("", people + "\"" + wrong + "\" = \"p7\"\n");
        EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("is nobody's address"))) << wrong;
    }
    with_room("", people + "\"anna@example.dk/bord\" = \"p7\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("without a resource")));
    with_room("", people + "\"anna@example.dk\" = \"p7\"\n\"ANNA@example.dk\" = \"p8\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("is there twice")));
}

TEST_F(ChatSettingsTest, NamePeopleForEachOfSeveralMunicipalities) {
    const std::string two = "[[municipality]]\ncode = \"0101\"\nname = \"A\"\n"
                            "[[municipality]]\ncode = \"0147\"\nname = \"B\"\n";
    const std::string room = "municipality = \"0147\"";
    with_room(room, two + slack + "[plugins.chat.people.slack]\n\"U024BE7LH\" = \"p1\"\n");
    EXPECT_THAT(mistakes_,
                ElementsAre(testing::AllOf(HasSubstr(":18: klikd serves several municipalities"),
                                           HasSubstr("[plugins.chat.people.slack.0101]"))));
    const auto settings =
        with_room(room, two + slack +
                            "[plugins.chat.people.slack.0101]\n\"U024BE7LH\" = \"p1\"\n"
                            "[plugins.chat.people.slack.0147]\n\"U024BE7LH\" = \"p3\"\n");
    EXPECT_THAT(mistakes_, IsEmpty());
    EXPECT_EQ(settings.person("slack", "0147", "U024BE7LH"), "p3");
    EXPECT_EQ(settings.person("slack", "0101", "U024BE7LH"), "p1");
    EXPECT_EQ(settings.person("slack", "0101", "U1"), "");
    with_room(room, two + slack + "[plugins.chat.people.slack.0148]\n\"U024BE7LH\" = \"p1\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("klikd serves no municipality \"0148\"")));
    with_room("", slack + "[plugins.chat.people.slack.9999]\n\"U024BE7LH\" = \"p1\"\n");
    EXPECT_THAT(mistakes_, IsEmpty()) << "also where there is one";
}

TEST_F(ChatSettingsTest, TakeNoNameForAnId) {
    const std::string people = slack + "[plugins.chat.people.slack]\n\"U024BE7LH\" = ";
    for (const std::string wrong : {"Anna Holm", "anna@example.dk"}) {
        with_room("", people + "\"" + wrong + "\"\n");
        EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("must be a person's id in KLIK"))) << wrong;
    }
}

TEST_F(ChatSettingsTest, KnowPeopleOfSlackByTheirIdsAndNobodyOfTeams) {
    const std::string people = slack + "[plugins.chat.people.slack]\n";
    for (const std::string wrong :
         {"anna", "u024be7lh", "@anna", "U024 BE7LH", "U1", "C024BE7LH"}) {
        with_room("", people + "\"" + wrong + "\" = \"p7\"\n");
        EXPECT_THAT(mistakes_, ElementsAre(HasSubstr(":12: \"" + wrong + "\" is no user's id")));
    }
    with_room("", people + "\"W012A3CDE\" = \"p7\"\n");
    EXPECT_THAT(mistakes_, IsEmpty());
    with_room("", "[plugins.chat.people.teams]\n\"anna@example.dk\" = \"p7\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("hears nobody")));
}

TEST_F(ChatSettingsTest, GuessWhichKindOfChannelWasMeant) {
    with_room("", "[plugins.chat.channels.rum]\nkind = \"xmp\"\njid = \"klik@example.dk\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(testing::AllOf(
                               HasSubstr("klikd.toml:10: `plugins.chat.channels.rum.kind` must be"),
                               HasSubstr("did you mean \"xmpp\"?"))))
        << "its keys are no mistakes";
    with_room("kinds = [\"colour_chagned\", \"everything\"]");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("did you mean \"colour_changed\"? There are"),
                                       HasSubstr("there is no kind \"everything\". There are")));
}

TEST_F(ChatSettingsTest, TakeARoomOfXmppInUpperCaseForTheSameRoom) {
    read("[plugins.chat.channels.rum]\nkind = \"xmpp\"\njid = \"klik@example.dk\"\n"
         "password_file = \"url\"\n"
         "[plugins.chat.rooms.a]\nchannel = \"rum\"\nroom = \"drift@rum.example\"\n"
         "[plugins.chat.rooms.b]\nchannel = \"rum\"\nroom = \"Drift@rum.example\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("are one room")));
}

TEST_F(ChatSettingsTest, KeepTwoTablesFromDoingOneRoom) {
    with_room("", "[plugins.chat.rooms.again]\nchannel = \"teams\"\nroom = \"drift\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("is in two tables")));
    with_room("", "[plugins.chat.rooms.\"my room\"]\nchannel = \"teams\"\nroom = \"x\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("may hold letters, digits and `-` alone")));
}

TEST_F(ChatSettingsTest, NeedToKnowWhichOfSeveralMunicipalities) {
    const std::string two = "[[municipality]]\ncode = \"0101\"\nname = \"A\"\n"
                            "[[municipality]]\ncode = \"0147\"\nname = \"B\"\n";
    with_room("", two);
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("municipality` is missing; it must be the code")));
    with_room("municipality = \"0147\"", two);
    EXPECT_THAT(mistakes_, IsEmpty());
    with_room("municipality = \"0148\"", two);
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("must be the code of one of the municipalities")));
}

TEST_F(ChatSettingsTest, TakeALinkToTasksAlone) {
    const std::string head = "[plugins.chat]\nlink = ";
    const std::string rest = "\nbot = \"klik bot\"\n";
    read(head + "\"javascript:{number}\"" + rest);
    EXPECT_THAT(mistakes_, testing::Contains(HasSubstr("klikd.toml:2: `plugins.chat.link` must")));
    EXPECT_THAT(mistakes_, testing::Contains(HasSubstr("klikd.toml:3: `plugins.chat.bot` must")));
}

TEST_F(ChatSettingsTest, NeedALinkThatIsAnotherForEachTask) {
    const std::string two = "[[municipality]]\ncode = \"0101\"\nname = \"A\"\n"
                            "[[municipality]]\ncode = \"0147\"\nname = \"B\"\n";
    const auto mistakes_of = [&](const std::string& link, const std::string& more) {
        with_room("municipality = \"0147\"", "[plugins.chat]\nlink = \"" + link + "\"\n" + more);
        return mistakes_;
    };
    with_room("", "[plugins.chat]\nlink = \"https://klik.example/\"\n");
    EXPECT_THAT(mistakes_, ElementsAre(HasSubstr("without {number}")));
    EXPECT_THAT(mistakes_of("https://klik.example/{number}", two),
                ElementsAre(HasSubstr("{municipality} in it as well")));
    EXPECT_THAT(mistakes_of("https://klik.example/{municipality}/{number}", two), IsEmpty());
}

TEST_F(ChatSettingsTest, NameTheWebhookThatNoRoomUses) {
    with_room("", "[plugins.chat.channels.teams.rooms.dirft]\nurl_file = \"url\"\n");
    EXPECT_THAT(mistakes_,
                ElementsAre(HasSubstr("no table [plugins.chat.rooms.NAME] of this channel has "
                                      "`room = \"dirft\"`; did you mean \"drift\"?")));
}

} // namespace
} // namespace klik::chat
