#include "ctl/command_line.hpp"
#include "ctl/exit_code.hpp"
#include "unit/client/fake_control.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using client::FakeControl;
using testing::HasSubstr;

/// A klikd that finds no task for what is asked.
struct ProjectOption : testing::Test {
    Value::List projects{Value::map({{"project", "DUBU 3.0"}}), Value::map({{"project", "Aula"}})};
    FakeControl klikd{[this](const FakeControl::Question& question,
                             const FakeControl::Reply& reply) {
        const bool all_projects =
            question.map["what"] == Value{"projects"} && question.map.find("project") == nullptr;
        reply.answer("result", Value::map({{"what", question.map["what"]},
                                           {"at", sequence_text(1)},
                                           {"rows", all_projects ? projects : Value::List{}},
                                           {"next", ""}}));
    }};
    SampleConsole sample;

    int klikctl(std::vector<const char*> words) {
        words.insert(words.begin(), {"klikctl", "--control", klikd.endpoint().c_str()});
        return run(static_cast<int>(words.size()), words.data(), {}, sample.console);
    }
    [[nodiscard]] Value asked_of(std::string_view what) const {
        for (const auto& question : klikd.questions("query")) {
            if (question.map["what"].text() == what) {
                return question.map["project"];
            }
        }
        return "not asked";
    }
};

TEST_F(ProjectOption, SaysThatNoTaskHasTheProjectAndWhichThereAre) {
    for (const char* command : {"tasks", "progress"}) {
        sample.err.str("");
        EXPECT_EQ(klikctl({command, "--project", "Dabu"}), exit_code::refused_input) << command;
        EXPECT_EQ(sample.err.str(), "klikctl: --project: ingen opgave har projektet »Dabu«; "
                                    "projekterne er: DUBU 3.0, Aula\n");
    }
    EXPECT_EQ(sample.out.str(), "");
    EXPECT_EQ(klikctl({"tasks", "--project", "Dabu", "--json", "--lang", "en"}),
              exit_code::refused_input);
    EXPECT_THAT(sample.err.str(), HasSubstr("no task has the project “Dabu”; the projects are"));
}

TEST_F(ProjectOption, ADashStandsForTheTasksWithoutAProject) {
    EXPECT_EQ(klikctl({"tasks", "--project", "-"}), exit_code::refused_input);
    EXPECT_EQ(asked_of("tasks"), Value{""});
    EXPECT_THAT(sample.err.str(), HasSubstr("ingen opgave er uden projekt; projekterne er"));
    projects.push_back(Value::map({{"project", ""}}));
    EXPECT_EQ(klikctl({"tasks", "--project", "-", "--closed"}), exit_code::done);
    EXPECT_EQ(sample.out.str(), "Ingen opgaver.\n");
    EXPECT_EQ(klikctl({"tasks", "--project", "Dabu"}), exit_code::refused_input);
    EXPECT_THAT(sample.err.str(), HasSubstr("Aula, - (opgaver uden projekt)\n"));
}

TEST_F(ProjectOption, AProjectWithoutSuchTasksIsNoMistake) {
    EXPECT_EQ(klikctl({"tasks", "--project", "aula", "--colour", "red"}), exit_code::done);
    EXPECT_EQ(sample.out.str(), "Ingen opgaver.\n");
}

TEST_F(ProjectOption, SaysWhereThereAreNoTasksAtAll) {
    projects.clear();
    EXPECT_EQ(klikctl({"tasks", "--project", "Aula"}), exit_code::refused_input);
    EXPECT_THAT(sample.err.str(), HasSubstr("»Aula«; der er ingen opgaver\n"));
}

} // namespace
} // namespace klik::ctl
