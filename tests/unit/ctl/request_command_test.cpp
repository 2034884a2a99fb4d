#include "ctl/request_command.hpp"
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
    EXPECT_THAT(change("due_date", "30-02-2024").error().text, HasSubstr("30-02-2024"));
}

TEST(RequestCommand, GivesTheReasonsOfARefusalInWords) {
    SampleConsole sample;
    const RequestAnswer refused{false, 0, "complete_blocked",
                                Value::List{Value::map({{"rule", "complete_blocked"},
                                                        {"text", "the task waits for #7"},
                                                        {"blocked_by", Value::List{7}}})}};
    EXPECT_EQ(answer_text({}, refused, sample.console),
              "Afvist: opgaven kan ikke afsluttes, før dens forudsætninger er det.\n"
              "  complete_blocked: the task waits for #7 · venter på #7");
}

TEST(RequestCommand, NamesTheRequestThatWasAccepted) {
    SampleConsole sample;
    ChangeRequest request;
    request.id = "r1";
    EXPECT_THAT(answer_text(request, {true, 5, {}, {}}, sample.console), HasSubstr("(r1)"));
}

} // namespace
} // namespace klik::ctl
