#include "ctl/command_line.hpp"
#include "ctl/exit_code.hpp"
#include "ctl/request_command.hpp"
#include "unit/client/fake_control.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using testing::HasSubstr;

Result<Value> change(std::string field, std::string value) {
    WishedChange wish;
    wish.field = std::move(field);
    wish.value = std::move(value);
    return change_of(wish, People{});
}

Value::List waits_for_7(std::string_view rule) {
    return {Value::map(
        {{"rule", rule}, {"text", "the task waits for #7"}, {"blocked_by", Value::List{7}}})};
}

ChangeRequest request_r1() {
    ChangeRequest request;
    request.id = "r1";
    return request;
}

TEST(RequestCommand, TurnsWhatWasTypedIntoTheWireMap) {
    EXPECT_EQ(change("status", "fuldført").value(), Value::map({{"status", "completed"}}));
    EXPECT_EQ(change("status", "Parkeret").value(), Value::map({{"status", "Parkeret"}}));
    EXPECT_EQ(change("due_date", "04-03-2024").value(), Value::map({{"due_date", "2024-03-04"}}));
    EXPECT_EQ(change("Slutdato", "2024-03-04").value(), Value::map({{"due_date", "2024-03-04"}}));
    EXPECT_EQ(change("start_date", "-").value(), Value::map({{"start_date", nullptr}}));
    EXPECT_EQ(change("udfører", "Ulla Ås").value(),
              Value::map({{"assignee", Value::map({{"name", "Ulla Ås"}})}}));
    EXPECT_EQ(change("priority", "Anbefalet opgave").value(),
              Value::map({{"priority", "Anbefalet opgave"}}));
}

TEST(RequestCommand, RefusesFieldsThatCannotBeChangedAndDatesThatAreNone) {
    EXPECT_THAT(change("title", "x").error().text, HasSubstr("status, "));
    EXPECT_EQ(change("colour", "x").error().code, "usage");
    EXPECT_THAT(change("priority", "").error().text, HasSubstr("write - for none"));
    EXPECT_THAT(change("due_date", "30-02-2024").error().text, HasSubstr("30-02-2024"));
}

TEST(RequestCommand, GivesTheReasonsOfARefusalInWords) {
    SampleConsole sample;
    const RequestOutcome refused{"refused", 0, "complete_blocked", waits_for_7("complete_blocked")};
    EXPECT_EQ(outcome_text({}, refused, sample.console),
              "Afvist: opgaven kan ikke afsluttes, før dens forudsætninger er det.\n"
              "  opgaven venter på #7");
    const Value::List open{
        Value::map({{"rule", "conflict"}, {"text", "request r0 on status is still open"}})};
    EXPECT_EQ(outcome_text({}, {"refused", 0, "conflict", open}, sample.console),
              "Afvist: et andet ønske om samme felt er ikke afgjort.\n"
              "  request r0 on status is still open");
}

TEST(RequestCommand, GivesEachReasonALineOfItsOwn) {
    SampleConsole sample;
    const Value::List open{
        Value::map({{"rule", "conflict"}, {"text", "request r\n\x1b[2J is still open"}})};
    EXPECT_EQ(outcome_text({}, {"refused", 0, "conflict", open}, sample.console),
              "Afvist: et andet ønske om samme felt er ikke afgjort.\n"
              "  request r �[2J is still open");
}

TEST(RequestCommand, WarnsOfTheRulesThatAnAcceptedRequestBreaks) {
    SampleConsole sample;
    const RequestOutcome accepted{"accepted", 5, "", waits_for_7("start_blocked")};
    EXPECT_EQ(outcome_text(request_r1(), accepted, sample.console),
              "Ønsket er godtaget og sendt videre til platformen. (r1)\n"
              "  advarsel: opgaven venter på #7");
}

TEST(RequestCommand, SaysThatARequestChangesNothing) {
    SampleConsole sample;
    const RequestOutcome fulfilled{"fulfilled", 5, "changes_nothing", Value::List{}};
    EXPECT_EQ(outcome_text(request_r1(), fulfilled, sample.console),
              "Ønsket ændrer intet: det er allerede sådan. (r1)");
}

/// A klikd to which the key may put requests and nothing else.
struct RequestWithoutRead : testing::Test {
    client::FakeControl klikd{[](const client::FakeControl::Question& question,
                                 const client::FakeControl::Reply& reply) {
        if (question.verb == "request") {
            reply.answer("request.accepted",
                         Value::map({{"id", question.map["id"]}, {"sequence", sequence_text(5)}}));
        } else {
            reply.answer("error", Value::map({{"code", "forbidden"},
                                              {"text", "the key chat lacks the right read"},
                                              {"about", "query"}}));
        }
    }};
    SampleConsole sample;

    int klikctl(std::vector<const char*> words) {
        words.insert(words.begin(), {"klikctl", "--control", klikd.endpoint().c_str(), "request",
                                     "7", "status", "Påbegyndt"});
        return run(static_cast<int>(words.size()), words.data(), {}, sample.console);
    }
};

TEST_F(RequestWithoutRead, IsAcceptedAndTheLookUpBehindItIsNoError) {
    EXPECT_EQ(klikctl({"--base-revision", "3", "--id", "r1"}), exit_code::done);
    EXPECT_EQ(sample.err.str(), "");
    EXPECT_EQ(sample.out.str(),
              "Ønsket er godtaget. Om det ændrer noget, kan nøglen ikke se uden read. (r1)\n");
    EXPECT_EQ(klikd.questions("request").front().map["base_revision"], Value{3});
}

TEST_F(RequestWithoutRead, NeedsTheRevision) {
    EXPECT_EQ(klikctl({}), exit_code::refused_input);
    EXPECT_THAT(sample.err.str(), HasSubstr("lacks the right read; with --base-revision"));
    EXPECT_TRUE(klikd.questions("request").empty());
}

TEST(RequestCommand, NamesTheRequestThatWasAccepted) {
    SampleConsole sample;
    EXPECT_THAT(outcome_text(request_r1(), {"accepted", 5, {}, {}}, sample.console),
                HasSubstr("(r1)"));
}

} // namespace
} // namespace klik::ctl
