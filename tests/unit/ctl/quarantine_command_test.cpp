#include "client/value_bytes.hpp"
#include "ctl/base64.hpp"
#include "ctl/command_line.hpp"
#include "ctl/exit_code.hpp"
#include "ctl/quarantine_command.hpp"
#include "unit/client/fake_control.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using client::FakeControl;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

Value::Bytes bytes_of(std::string_view text) {
    Value::Bytes bytes;
    for (const char letter : text) {
        bytes.push_back(static_cast<std::byte>(letter));
    }
    return bytes;
}

Value sample_message(std::string_view payload) {
    return Value::map({{"number", 7},
                       {"topic", "platform/v1/9999/task/1"},
                       {"frames", 2},
                       {"bytes", payload.size()},
                       {"code", "malformed"},
                       {"path", "data.due_date"},
                       {"reason", "data.due_date: not a date"},
                       {"platform", ""},
                       {"received", "2024-02-01T07:00:00Z"},
                       {"last_seen", "2024-02-02T07:00:00Z"},
                       {"times", 3},
                       {"payload", bytes_of(payload)}});
}

std::string payload_of_a_fact() {
    return client::to_bytes(Value::map({{"data", Value::map({{"due_date", "04-03-2024"}})}}));
}

TEST(Base64, IsThatOfRfc4648) {
    EXPECT_EQ(base64(""), "");
    EXPECT_EQ(base64("f"), "Zg==");
    EXPECT_EQ(base64("fo"), "Zm8=");
    EXPECT_EQ(base64("foo"), "Zm9v");
    EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64("\xfb\xff\xfe"), "+//+");
}

TEST(QuarantineCommand, ListsInATableInEitherLanguage) {
    SampleConsole sample;
    const std::string danish = quarantine_table({sample_message("")}, sample.console);
    EXPECT_THAT(danish, HasSubstr("Modtaget"));
    EXPECT_THAT(danish, HasSubstr("01-02-2024 08:00"));
    EXPECT_THAT(danish, HasSubstr("forkert form"));
    EXPECT_THAT(danish, HasSubstr("data.due_date: not a date"));
    sample.console.language = domain::Language::english;
    const std::string english = quarantine_table({sample_message("")}, sample.console);
    EXPECT_THAT(english, HasSubstr("Received"));
    EXPECT_THAT(english, HasSubstr("malformed"));
}

TEST(QuarantineCommand, ShowsWhatAMessageSaysWhereItCanBeRead) {
    SampleConsole sample;
    const std::string page = quarantine_page(sample_message(payload_of_a_fact()), sample.console);
    EXPECT_THAT(page, HasSubstr("Fejl        forkert form\n"));
    EXPECT_THAT(page, HasSubstr("Sted        data.due_date\n"));
    EXPECT_THAT(page, HasSubstr("Platform    -\n"));
    EXPECT_THAT(page, HasSubstr("Gange       3\n"));
    EXPECT_THAT(page, HasSubstr("\"due_date\": \"04-03-2024\""));
    EXPECT_THAT(page, EndsWith("}"));
}

TEST(QuarantineCommand, ShowsTheFirstBytesOfWhatCannotBeRead) {
    SampleConsole sample;
    const std::string page = quarantine_page(sample_message("\xc1klik\n"), sample.console);
    EXPECT_THAT(page, HasSubstr("000000  c1 6b 6c 69 6b 0a "));
    EXPECT_THAT(page, EndsWith(" .klik."));
    const std::string long_page =
        quarantine_page(sample_message(std::string(100'000, '\xc1')), sample.console);
    EXPECT_LT(long_page.size(), 5000U);
}

TEST(QuarantineCommand, DocumentHasThePayloadInBase64AndItsValue) {
    const std::string payload = payload_of_a_fact();
    const Value readable = quarantine_document(sample_message(payload));
    EXPECT_EQ(readable["payload"], Value{base64(payload)});
    EXPECT_EQ(readable.at("value.data.due_date"), Value{"04-03-2024"});
    EXPECT_EQ(quarantine_document(sample_message("\xc1")).find("value"), nullptr);
    Value cut_off = sample_message("\x07");
    cut_off.set("bytes", 300'000);
    EXPECT_EQ(quarantine_document(cut_off).find("value"), nullptr)
        << "the beginning of a value is none";
}

struct QuarantineCommandLine : testing::Test {
    FakeControl klikd{[](const FakeControl::Question& question, const FakeControl::Reply& reply) {
        if (question.verb == "query") {
            const bool one = question.map.find("number") != nullptr;
            reply.answer("result", Value::map({{"what", "quarantine"},
                                               {"at", sequence_text(1)},
                                               {"rows", one ? Value::List{sample_message("\x07")}
                                                            : Value::List{}},
                                               {"next", ""}}));
        } else if (question.map["number"] == Value{9}) {
            reply.answer("error", Value::map({{"code", "malformed"},
                                              {"text", "message 9 is still refused: id: missing"},
                                              {"about", "admin"}}));
        } else {
            reply.answer("admin.ok", Value::map({{"do", question.map["do"]},
                                                 {"number", question.map["number"]},
                                                 {"sequence", sequence_text(5)},
                                                 {"duplicate", false}}));
        }
    }};
    SampleConsole sample;

    int klikctl(std::vector<const char*> words) {
        words.insert(words.begin(), {"klikctl", "--control", klikd.endpoint().c_str()});
        return run(static_cast<int>(words.size()), words.data(), {}, sample.console);
    }
};

TEST_F(QuarantineCommandLine, AsksForAllAndForOne) {
    EXPECT_EQ(klikctl({"quarantine", "list"}), exit_code::done);
    EXPECT_EQ(sample.out.str(), "karantænen er tom\n");
    EXPECT_EQ(klikctl({"quarantine", "show", "7", "--json"}), exit_code::done);
    EXPECT_THAT(sample.out.str(), HasSubstr("\"payload\": \"Bw==\""));
    EXPECT_THAT(sample.out.str(), HasSubstr("\"value\": 7"));
    EXPECT_EQ(klikd.questions("query").back().map["number"], Value{7});
}

TEST_F(QuarantineCommandLine, RetriesAndDrops) {
    EXPECT_EQ(klikctl({"quarantine", "retry", "7"}), exit_code::done);
    EXPECT_THAT(sample.out.str(), HasSubstr("meddelelse 7 er taget"));
    EXPECT_EQ(klikctl({"--lang", "en", "quarantine", "drop", "7"}), exit_code::done);
    EXPECT_THAT(sample.out.str(), HasSubstr("message 7 is dropped"));
    EXPECT_EQ(klikctl({"--json", "quarantine", "drop", "7"}), exit_code::done);
    EXPECT_THAT(sample.out.str(), HasSubstr("\"do\": \"quarantine_drop\""));
    EXPECT_THAT(sample.out.str(), Not(HasSubstr("\"ref\"")));
    ASSERT_EQ(klikd.questions("admin").size(), 3U);
    EXPECT_EQ(klikd.questions("admin").front().map["do"], Value{"quarantine_retry"});
}

TEST_F(QuarantineCommandLine, SaysWhyAMessageIsStillRefused) {
    EXPECT_EQ(klikctl({"quarantine", "retry", "9"}), exit_code::refused_input);
    EXPECT_THAT(sample.err.str(), HasSubstr("id: missing"));
}

TEST_F(QuarantineCommandLine, WantsANumber) {
    for (const char* number : {"0", "-1", "seven", ""}) {
        EXPECT_EQ(klikctl({"quarantine", "drop", number}), exit_code::usage) << number;
    }
    EXPECT_EQ(klikctl({"quarantine"}), exit_code::usage);
    EXPECT_EQ(klikctl({"quarantine", "show"}), exit_code::usage);
    EXPECT_TRUE(klikd.questions().empty());
}

} // namespace
} // namespace klik::ctl
