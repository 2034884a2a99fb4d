#include "chat/channels/xmpp/outgoing.hpp"
#include "chat/reports.hpp"
#include "unit/chat/clerk_stage.hpp"

#include <gmock/gmock.h>

namespace klik::chat {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class ClerkTest : public ClerkStage {};

TEST_F(ClerkTest, TellsTheStateOfATask) {
    EXPECT_EQ(answer_to("status 130101"),
              "→ #130101 Etabler projektorganisation: Ikke påbegyndt · Gul · frist 12. marts 2024\n"
              "Udfører: Jonas Kvist, ansvarlig: en person");
    EXPECT_THAT(answer_to("status 7"), HasSubstr("ingen opgave 7"));
}

TEST_F(ClerkTest, ListsWhatIsMineBlockedAndOverdue) {
    auto late = sample_state(130103);
    late.set("colour", "red");
    late.set("due_date", "2024-03-01");
    late.set("assignee", "eva");
    late.set("blocked_by", Value::List{Value{130101}});
    klik_.put(late);
    auto done = sample_state(130104);
    done.set("status", "completed");
    klik_.put(done);
    EXPECT_THAT(answer_to("mine"),
                testing::AllOf(HasSubstr("→ 2 åbne opgaver er dine:"), HasSubstr("#130101"),
                               HasSubstr("#130102"), Not(HasSubstr("#130104"))));
    EXPECT_THAT(answer_to("blokeret"),
                testing::AllOf(HasSubstr("→ 1 opgave er blokeret:"), HasSubstr("#130103")));
    EXPECT_THAT(
        answer_to("overskredet"),
        testing::AllOf(HasSubstr("→ 1 opgave har overskredet fristen:"), HasSubstr("#130103")));
    klik_.remove(130103);
    EXPECT_EQ(answer_to("overskredet"), "→ Ingen opgaver har overskredet fristen.");
    klik_.remove(130102);
    EXPECT_THAT(answer_to("mine"), HasSubstr("→ 1 åben opgave er din:"));
}

TEST_F(ClerkTest, SaysWhy) {
    auto state = sample_state();
    state.set("blocked_by", Value::List{Value{130102}});
    state.set("platform_colour", "Grøn");
    klik_.put(state);
    EXPECT_THAT(answer_to("hvorfor 130101"),
                testing::AllOf(HasSubstr("Gul: der er 6 dage til fristen."),
                               HasSubstr("Blokeret, venter på #130102 Kortlæg data"),
                               HasSubstr("KLIK viser selv Grøn")));
}

TEST_F(ClerkTest, ShowsInPlainTextTheAddressOfTheTaskThatIsAskedAboutAlone) {
    auto state = sample_state();
    state.set("blocked_by", Value::List{Value{130102}});
    state.set("blocks", Value::List{Value{130102}});
    klik_.put(state);
    static_cast<void>(answer_to("hvorfor 130101"));
    const auto draft = waiting_posts(*store_, "xmpp").back().draft;
    const auto body = xmpp::body_of(message_of(draft, [](const auto&) { return ""; }));
    EXPECT_THAT(body, testing::StartsWith(
                          "→ #130101 Etabler projektorganisation: Ikke påbegyndt · Gul · frist "
                          "12. marts 2024 https://klik.example/130101\n"));
    EXPECT_EQ(body.find("https"), body.rfind("https")) << body;
    EXPECT_THAT(body, HasSubstr("venter på #130102 Kortlæg data"));
}

TEST_F(ClerkTest, CountsOneDayAsOne) {
    auto state = sample_state();
    state.set("due_date", "2024-03-05");
    klik_.put(state);
    EXPECT_THAT(answer_to("hvorfor 130101"), HasSubstr("fristen er overskredet med 1 dag."));
}

TEST_F(ClerkTest, SaysAStatusOfThePlatformsOwnInItsWord) {
    auto state = sample_state();
    state.set("status", "unknown");
    state.set("status_label", "Afventer leverandør");
    state.set("due_date", "");
    klik_.put(state);
    EXPECT_THAT(answer_to("status 130101"), HasSubstr(": Afventer leverandør · Gul · ingen frist"));
}

TEST_F(ClerkTest, AsksKlikdWithThePersonAsActor) {
    EXPECT_THAT(answer_to("fuldført 130101"), HasSubstr("ønsket om »Fuldført« er sendt til KLIK"));
    ASSERT_THAT(klik_.requests, SizeIs(1));
    const auto& request = klik_.requests.front();
    EXPECT_EQ(request.number, 130101);
    EXPECT_EQ(request.change, Value::map({{"status", "completed"}}));
    EXPECT_EQ(request.actor, Value::map({{"id", "jonas"}}));
    EXPECT_EQ(request.base_revision, 7U);
    EXPECT_THAT(answer_to("start 130101"), HasSubstr("»Påbegyndt«"));
    EXPECT_NE(klik_.requests[0].id, klik_.requests[1].id);
}

TEST_F(ClerkTest, NamesWhatBlocksATaskThatCannotBeDone) {
    klik_.answer = {false, 0, "complete_blocked",
                    Value::List{Value::map({{"rule", "complete_blocked"},
                                            {"blocked_by", Value::List{Value{130102}}}})}};
    EXPECT_EQ(answer_to("done 130101"),
              "→ #130101 Etabler projektorganisation: blev ikke »Fuldført«: forudsætningerne er "
              "ikke færdige.\nVenter på #130102 Kortlæg data");
}

TEST_F(ClerkTest, SaysTheWarningOfAWishThatWasTaken) {
    klik_.answer.violations = Value::List{
        Value::map({{"rule", "start_blocked"}, {"blocked_by", Value::List{Value{130102}}}})};
    EXPECT_THAT(
        answer_to("start 130101"),
        testing::AllOf(HasSubstr("er sendt til KLIK"), HasSubstr("Bemærk"), HasSubstr("#130102")));
}

TEST_F(ClerkTest, CarriesOutACommandOnceHoweverOftenItIsRepeated) {
    say("fuldført 130101", "said-1");
    clerk_->serve();
    say("fuldført 130101", "said-1");
    clerk_->serve();
    start();
    say("fuldført 130101", "said-1");
    clerk_->serve();
    EXPECT_THAT(klik_.requests, SizeIs(1));
    EXPECT_THAT(answers(), SizeIs(1));
}

TEST_F(ClerkTest, LetsOnlyThosePeopleChangeATaskWhoseMatterItIs) {
    settings_.people["xmpp"]["9999"]["eva@example"] = "eva";
    say("fuldført 130101", "said-1", "eva@example");
    clerk_->serve();
    EXPECT_THAT(klik_.requests, IsEmpty());
    EXPECT_THAT(answers(), ElementsAre(HasSubstr("du er ingen af dem")));
    klik_.role_rows = {Value::map({{"role", "project_leader"},
                                   {"person", "eva"},
                                   {"projects", Value::List{Value{"dubu 3.0"}}}})};
    say("fuldført 130101", "said-2", "eva@example");
    clerk_->serve();
    EXPECT_THAT(klik_.requests, SizeIs(1));
}

TEST_F(ClerkTest, SaysWhatIsSoAlready) {
    auto state = sample_state();
    state.set("status", "completed");
    klik_.put(state);
    EXPECT_THAT(answer_to("fuldført 130101"), HasSubstr("er allerede »Fuldført«"));
    EXPECT_THAT(klik_.requests, IsEmpty());
}

TEST_F(ClerkTest, TellsWhatBecameOfAWishUnlessTheRoomHearsOfItAnyway) {
    static_cast<void>(answer_to("fuldført 130101"));
    EXPECT_TRUE(clerk_->take_outcome(outcome("accepted")));
    EXPECT_TRUE(clerk_->take_outcome(outcome("fulfilled")));
    EXPECT_THAT(answers(), SizeIs(1)) << "the change of the status is told by itself";
    settings_.rooms.front().kinds = {Kind::overdue};
    static_cast<void>(answer_to("start 130101"));
    EXPECT_TRUE(clerk_->take_outcome(outcome("fulfilled")));
    EXPECT_TRUE(clerk_->take_outcome(outcome("fulfilled")));
    ASSERT_THAT(answers(), SizeIs(3));
    EXPECT_THAT(answers().back(), HasSubstr("er nu »Påbegyndt« i KLIK"));
}

TEST_F(ClerkTest, TellsThatNobodyAnsweredAndLaterThatItHappened) {
    settings_.rooms.front().kinds = {Kind::overdue};
    static_cast<void>(answer_to("fuldført 130101"));
    EXPECT_TRUE(clerk_->take_outcome(outcome("unanswered", "unanswered")));
    EXPECT_THAT(answers().back(), HasSubstr("KLIK har ikke svaret inden for et døgn"));
    EXPECT_TRUE(clerk_->take_outcome(outcome("fulfilled")));
    EXPECT_THAT(answers().back(), HasSubstr("er nu »Fuldført«"));
}

TEST_F(ClerkTest, LeavesTheRequestsOfOthersAlone) {
    Event event;
    event.data = Value::map({{"request", "portfolio-abc-1"}, {"outcome", "refused"}});
    EXPECT_FALSE(clerk_->take_outcome(event));
}

TEST_F(ClerkTest, AnswersInTheLanguageOfTheRoomFromWhichSomebodyAsksAlone) {
    auto other = sample_room();
    other.name = "en";
    other.place = "english@rooms";
    other.language = common::Language::english;
    settings_.rooms.push_back(other);
    reception_->hear("xmpp",
                     {.id = "s-1",
                      .room = {},
                      .sender = "jonas@example",
                      .text = "mine",
                      .near = "english@rooms"},
                     klik_.time, instant_);
    start();
    clerk_->serve();
    EXPECT_THAT(answers().back(), HasSubstr("open tasks are yours"));
    EXPECT_EQ(waiting_posts(*store_, "xmpp").back().place, "") << "the answer is for one alone";
    settings_.rooms.erase(settings_.rooms.begin());
    say("mine", "s-2", "jonas@example", "");
    clerk_->serve();
    EXPECT_THAT(answers().back(), HasSubstr("open tasks are yours")) << "all rooms have it";
}

TEST_F(ClerkTest, TellsARoomOnlyOfItsOwnTasks) {
    settings_.rooms.front().projects = {"aula"};
    EXPECT_THAT(answer_to("status 130101"), HasSubstr("hører ikke til dette rum"));
    EXPECT_THAT(answer_to("fuldført 130101"), HasSubstr("hører ikke til dette rum"));
    EXPECT_THAT(klik_.requests, IsEmpty());
    EXPECT_THAT(answer_to("mine"), HasSubstr("Ingen åbne opgaver"));
    say("status 130101", "alone", "jonas@example", "");
    clerk_->serve();
    EXPECT_THAT(answers().back(), HasSubstr("#130101 Etabler"));
}

TEST_F(ClerkTest, SaysThatKlikdDoesNotLetItAsk) {
    class Closed : public FakeKlik {
      public:
        Result<RequestAnswer> request(const ChangeRequest& /*asked*/) override {
            return std::unexpected(Error{"forbidden", "needs the right act_for"});
        }
    } closed;
    closed.put(sample_state());
    Clerk clerk{settings_, closed, *store_};
    say("fuldført 130101", "said-1");
    clerk.serve();
    EXPECT_THAT(answers(), ElementsAre(HasSubstr("`act_for`")));
}

TEST_F(ClerkTest, SlowsDownWhoAsksTooMuch) {
    for (int i = 0; i < 30; ++i) {
        say("mine", "said-" + std::to_string(i));
    }
    clerk_->serve();
    const auto all = answers();
    EXPECT_THAT(all, SizeIs(Manners::most_a_minute + 1));
    EXPECT_THAT(all, testing::Contains(HasSubstr("Vent et minut")));
    instant_ += std::chrono::seconds{61};
    EXPECT_THAT(answer_to("mine"), HasSubstr("åbne opgaver"));
}

TEST_F(ClerkTest, TwoRelaysInARoomDoNotGoOnForEver) {
    settings_.people["xmpp"]["9999"]["relay@example"] = "relay";
    say("klik: hvad nu", "said-0");
    std::size_t heard = 0;
    for (int round = 0; round < 50; ++round) {
        clerk_->serve();
        const auto all = answers();
        for (; heard < all.size(); ++heard) {
            for (const auto* prefix : {"", "klik: ", "<klik> "}) {
                say(prefix + all[heard], "relayed-" + std::to_string(said_++), "relay@example");
            }
        }
    }
    EXPECT_THAT(answers(), SizeIs(1));
}

Report sample_report(const Outbox& outbox) {
    return outbox.reports("9999").front();
}

class ReportTest : public ClerkTest {
  protected:
    ReportTest() {
        Change change;
        change.kind = Kind::overdue;
        change.number = 130101;
        change.key = "overdue.k";
        change.event = "e.9";
        change.item = "k/jonas";
        change.person = "jonas";
        const Outbox outbox{*store_};
        outbox.add(settings_.rooms.front(), change, {plain("x")}, klik_.time);
        const auto lines = outbox.waiting("drift", 9);
        outbox.posted(outbox.compose({.channel = "xmpp", .room = "drift"}, lines, klik_.time), "",
                      klik_.time);
    }
};

TEST_F(ReportTest, SaysThatARoomHeardIt) {
    EXPECT_EQ(sample_report(Outbox{*store_}).item, "k/jonas");
    EXPECT_TRUE(report_outcomes(klik_, Outbox{*store_}));
    EXPECT_THAT(klik_.reported, ElementsAre("k/jonas delivered chat channel xmpp, room drift"));
    EXPECT_TRUE(report_outcomes(klik_, Outbox{*store_}));
    EXPECT_THAT(klik_.reported, SizeIs(1));
}

TEST_F(ReportTest, HidesNoMailThatCameBack) {
    klik_.delivery_rows = {Value::map({{"item", "k/jonas"}, {"outcome", "bounced"}})};
    EXPECT_TRUE(report_outcomes(klik_, Outbox{*store_}));
    EXPECT_THAT(klik_.reported, IsEmpty());
    EXPECT_THAT(Outbox{*store_}.reports("9999"), IsEmpty());
}

TEST_F(ReportTest, WaitsWhileKlikdIsAway) {
    klik_.failure = Error{"no_answer", "silence"};
    EXPECT_FALSE(report_outcomes(klik_, Outbox{*store_}));
    klik_.failure.reset();
    EXPECT_TRUE(report_outcomes(klik_, Outbox{*store_}));
    EXPECT_THAT(klik_.reported, SizeIs(1));
}

} // namespace
} // namespace klik::chat
