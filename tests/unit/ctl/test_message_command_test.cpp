#include "ctl/command_line.hpp"
#include "ctl/exit_code.hpp"
#include "ctl/test_message_command.hpp"
#include "unit/client/fake_control.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using client::FakeControl;
using testing::HasSubstr;

constexpr std::string_view item = "9999/test_message/5/p1";

Value delivery(Sequence sequence, std::string_view of_item, std::string_view outcome) {
    Value event = client::envelope(sequence, sequence - 1);
    event.set("type", "dk.klik.system.event.v1");
    event.set("data", Value::map({{"kind", "delivery"},
                                  {"item", of_item},
                                  {"outcome", outcome},
                                  {"detail", "550 no such\x1b user"}}));
    return event;
}

/// klikd with somebody who delivers; what is reported of the trial, in this order.
struct ATrial : testing::Test {
    std::vector<std::string> reported;
    FakeControl klikd{[this](const FakeControl::Question& question,
                             const FakeControl::Reply& reply) { answer(question, reply); }};
    SampleConsole sample;

    void answer(const FakeControl::Question& question, const FakeControl::Reply& reply) const {
        if (question.verb == "admin") {
            reply.answer("admin.ok", Value::map({{"do", "test_message"},
                                                 {"sequence", sequence_text(5)},
                                                 {"item", item}}));
        } else if (question.verb == "open") {
            reply.answer("opened", Value::map({{"epoch", "e1"},
                                               {"first", sequence_text(1)},
                                               {"head", sequence_text(5)},
                                               {"start", question.map["from"]},
                                               {"credit", 1000}}));
            tell(reply);
        } else if (question.verb == "query") {
            reply.answer(
                "result",
                Value::map(
                    {{"what", "person"},
                     {"at", sequence_text(1)},
                     {"rows",
                      Value::List{Value::map(
                          {{"id", "p1"}, {"name", "Anna Holm"}, {"email", ""}, {"language", ""}})}},
                     {"next", ""}}));
        }
    }
    void tell(const FakeControl::Reply& reply) const {
        constexpr std::string_view topic = "klik/v1/9999/system/delivery";
        reply.event("event", topic, delivery(6, "9999/7/-/x/p8", "failed"));
        Sequence sequence = 7;
        for (const auto& outcome : reported) {
            reply.event("event", topic, delivery(sequence++, item, outcome));
        }
    }
    int klikctl(const char* wait) {
        const std::vector<const char*> words{
            "klikctl", "--control", klikd.endpoint().c_str(), "test-message", "Anna Holm",
            "--wait",  wait};
        return run(static_cast<int>(words.size()), words.data(), {}, sample.console);
    }
};

TEST_F(ATrial, IsWaitedForUntilItIsSent) {
    reported = {"deferred", "delivered"};
    EXPECT_EQ(klikctl("60"), exit_code::done);
    EXPECT_THAT(sample.out.str(), HasSubstr("Prøven til Anna Holm (p1) er sendt"));
    EXPECT_EQ(klikd.questions("open").front().map["from"], Value{sequence_text(5)});
}

TEST_F(ATrial, ThatIsRefusedIsToldInTheServersWords) {
    reported = {"bounced"};
    EXPECT_EQ(klikctl("60"), exit_code::refused_input);
    EXPECT_EQ(sample.out.str(), "Prøven til Anna Holm (p1) kom retur, og adressen er mærket: "
                                "550 no such� user.\n");
}

TEST_F(ATrial, ThatIsTriedAgainHasNoOutcomeWhenTheTimeIsOver) {
    reported = {"deferred"};
    EXPECT_EQ(klikctl("1"), exit_code::no_outcome);
    EXPECT_THAT(sample.out.str(), HasSubstr("er ikke sendt endnu og prøves igen: 550 no such"));
}

TEST_F(ATrial, ThatNobodyTookSaysWhatToLookFor) {
    EXPECT_EQ(klikctl("1"), exit_code::no_outcome);
    EXPECT_THAT(sample.out.str(),
                HasSubstr("Ingen har meldt, hvad der blev af prøven til Anna Holm "
                          "(p1) i løbet af 1 s. Kører klik-mail"));
}

TEST_F(ATrial, NeedNotBeWaitedFor) {
    EXPECT_EQ(klikctl("0"), exit_code::done);
    EXPECT_THAT(sample.out.str(), HasSubstr("En prøve er på vej til Anna Holm (p1)."));
    EXPECT_TRUE(klikd.questions("open").empty());
}

TEST_F(ATrial, IsNotWaitedForBackwards) {
    EXPECT_EQ(klikctl("-1"), exit_code::usage);
    EXPECT_TRUE(klikd.questions("admin").empty());
}

TEST(ATrialsOutcome, IsSaidInEnglishAsWell) {
    SampleConsole sample;
    sample.console.language = domain::Language::english;
    constexpr std::chrono::seconds waited{30};
    EXPECT_EQ(trial_text({.outcome = "delivered"}, "Anna", waited, sample.console),
              "The trial to Anna was sent.");
    EXPECT_EQ(trial_text({.outcome = "failed", .detail = "policy"}, "Anna", waited, sample.console),
              "The trial to Anna was not sent: policy.");
    EXPECT_THAT(trial_text({}, "Anna", waited, sample.console),
                HasSubstr("within 30 s. Is klik-mail running"));
    EXPECT_EQ(trial_text({.may_read = false}, "Anna", waited, sample.console),
              "A trial is on its way to Anna. What becomes of it the key cannot see without read.");
    EXPECT_EQ(trial_exit_code({.may_read = false}), exit_code::no_outcome);
}

} // namespace
} // namespace klik::ctl
