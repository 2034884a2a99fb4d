#include "ctl/command_line.hpp"
#include "ctl/exit_code.hpp"
#include "unit/client/fake_control.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace klik::ctl {
namespace {

using client::FakeControl;
using testing::HasSubstr;

struct CommandLine : testing::Test {
    SampleConsole sample;

    int klikctl(std::vector<const char*> words, const Environment& environment = {}) {
        words.insert(words.begin(), "klikctl");
        return run(static_cast<int>(words.size()), words.data(), environment, sample.console);
    }
};

TEST_F(CommandLine, WithoutACommandIsAMistakeOfUsage) {
    EXPECT_EQ(klikctl({}), exit_code::usage);
    EXPECT_EQ(klikctl({"juggle"}), exit_code::usage);
    EXPECT_EQ(klikctl({"show"}), exit_code::usage);
    EXPECT_EQ(klikctl({"show", "seven"}), exit_code::usage);
    EXPECT_EQ(klikctl({"tasks", "--open", "--closed"}), exit_code::usage);
    EXPECT_EQ(klikctl({"--lang", "de", "version"}), exit_code::usage);
    EXPECT_EQ(klikctl({"clock", "noon"}), exit_code::usage);
    EXPECT_EQ(klikctl({"watch", "--limit", "-1"}), exit_code::usage);
    EXPECT_EQ(klikctl({"request", "7", "status", "løst", "--base-revision", "-1"}),
              exit_code::usage);
    EXPECT_THAT(sample.err.str(), HasSubstr("'seven' is no task number"));
    EXPECT_THAT(sample.err.str(), HasSubstr("'-1' is no count"));
    EXPECT_EQ(sample.out.str(), "");
}

TEST_F(CommandLine, HelpsAndSaysItsVersion) {
    EXPECT_EQ(klikctl({"--help"}), exit_code::done);
    EXPECT_EQ(klikctl({"version"}), exit_code::done);
    EXPECT_EQ(klikctl({"version", "--json"}), exit_code::done);
    EXPECT_THAT(sample.out.str(), HasSubstr("\"klikctl\": \""));
}

TEST_F(CommandLine, ChecksARuleSetWithoutKlikd) {
    const auto file = std::filesystem::path{testing::TempDir()} /
                      ("klik-rules-" + std::to_string(::getpid()) + ".toml");
    std::ofstream{file} << "[colour]\nyellow = \"10wd\"\n";
    EXPECT_EQ(klikctl({"rules", "check", file.c_str()}), exit_code::done);
    std::ofstream{file} << "[colour]\nyelow = \"10wd\"\n";
    EXPECT_EQ(klikctl({"rules", "check", file.c_str()}), exit_code::refused_input);
    EXPECT_THAT(sample.out.str(), HasSubstr(file.string() + ":2"));
    EXPECT_EQ(klikctl({"rules", "check", "no/such.toml", "--json"}), exit_code::refused_input);
    EXPECT_THAT(sample.out.str(), HasSubstr("\"ok\": false"));
    std::filesystem::remove(file);
}

TEST_F(CommandLine, SaysThatItIsNoEndpoint) {
    EXPECT_EQ(klikctl({"--control", "nowhere", "tasks"}), exit_code::no_contact);
    EXPECT_THAT(sample.err.str(), HasSubstr("nowhere"));
}

TEST_F(CommandLine, TakesTheEndpointFromTheEnvironmentUnlessItIsGiven) {
    EXPECT_EQ(klikctl({"tasks"}, {.control = "from-environment", .live = {}}),
              exit_code::no_contact);
    EXPECT_THAT(sample.err.str(), HasSubstr("from-environment"));
    EXPECT_EQ(klikctl({"--control", "given", "tasks"}, {.control = "from-environment", .live = {}}),
              exit_code::no_contact);
    EXPECT_THAT(sample.err.str(), HasSubstr("given"));
}

TEST_F(CommandLine, TellsRefusalsApartByTheirExitCode) {
    const FakeControl klikd{
        [](const FakeControl::Question& question, const FakeControl::Reply& reply) {
            if (question.verb == "request") {
                reply.answer("request.refused", Value::map({{"id", question.map["id"]},
                                                            {"reason", "transition"},
                                                            {"violations", Value::List{}}}));
            } else if (question.map["what"].text() == "person") {
                reply.answer("result", Value::map({{"what", "person"},
                                                   {"at", sequence_text(1)},
                                                   {"rows", Value::List{}},
                                                   {"next", ""}}));
            } else {
                reply.answer("error", Value::map({{"code", "not_found"},
                                                  {"text", "number: there is no task 7"}}));
            }
        }};
    const char* control = klikd.endpoint().c_str();
    EXPECT_EQ(klikctl({"--control", control, "show", "#7"}), exit_code::refused_input);
    EXPECT_THAT(sample.err.str(), HasSubstr("there is no task 7"));
    EXPECT_EQ(klikctl({"--control", control, "request", "7", "status", "fuldført",
                       "--base-revision", "3", "--id", "r1"}),
              exit_code::refused_request);
    EXPECT_EQ(klikd.questions("request").at(0).map["base_revision"], Value{3});
    EXPECT_EQ(klikctl({"--control", control, "request", "7", "title", "x"}), exit_code::usage);
}

TEST_F(CommandLine, PrintsOneJsonDocument) {
    const FakeControl klikd{[](const FakeControl::Question& question,
                               const FakeControl::Reply& reply) {
        const bool tasks = question.map["what"].text() == "tasks";
        reply.answer("result", Value::map({{"what", question.map["what"]},
                                           {"at", sequence_text(1)},
                                           {"rows", tasks ? Value::List{Value::map({{"number", 7}})}
                                                          : Value::List{}},
                                           {"next", ""}}));
    }};
    EXPECT_EQ(klikctl({"--control", klikd.endpoint().c_str(), "tasks", "--json"}), exit_code::done);
    EXPECT_EQ(sample.out.str(), "[\n  {\n    \"number\": 7\n  }\n]\n");
}

TEST(LiveEndpoint, LiesBesideTheControlEndpoint) {
    EXPECT_EQ(live_endpoint_beside("tcp://127.0.0.1:7513"), "tcp://127.0.0.1:7512");
    EXPECT_EQ(live_endpoint_beside("tcp://[::1]:7511"), "tcp://[::1]:7510");
    EXPECT_EQ(live_endpoint_beside("ipc:///run/klik/control"), "tcp://127.0.0.1:7510");
    EXPECT_EQ(live_endpoint_beside("tcp://127.0.0.1:x"), "tcp://127.0.0.1:7510");
}

} // namespace
} // namespace klik::ctl
