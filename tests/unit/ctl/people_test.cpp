#include "ctl/command_line.hpp"
#include "ctl/exit_code.hpp"
#include "ctl/people.hpp"
#include "ctl/person_command.hpp"
#include "unit/client/fake_control.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using client::FakeControl;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Value person(std::string_view id, std::string_view name) {
    return Value::map({{"id", id}, {"name", name}, {"email", ""}, {"language", ""}});
}

/// A municipality in which two people have one name, and the erased one has none.
struct PeopleOfOneName : testing::Test {
    FakeControl klikd{[](const FakeControl::Question& question, const FakeControl::Reply& reply) {
        if (question.verb == "admin") {
            reply.answer("admin.ok", Value::map({{"do", question.map["do"]},
                                                 {"by", "p2"},
                                                 {"requested", 2},
                                                 {"refused", Value::List{-3, 7}}}));
            return;
        }
        reply.answer(
            "result",
            Value::map({{"what", question.map["what"]},
                        {"at", sequence_text(1)},
                        {"rows", Value::List{person("p1", "Bo Berg"), person("k-77", "bo berg"),
                                             person("p2", "Ida Ibsen"), person("p3", ""),
                                             person("p4", "Eva\n\x1b[2J")}},
                        {"next", ""}}));
    }};
    SampleConsole sample;

    int klikctl(std::vector<const char*> words) {
        words.insert(words.begin(), {"klikctl", "--control", klikd.endpoint().c_str()});
        return run(static_cast<int>(words.size()), words.data(), {}, sample.console);
    }
    /// The `what` of each question but that for names.
    [[nodiscard]] std::vector<std::string> asked() const {
        std::vector<std::string> verbs;
        for (const auto& question : klikd.questions()) {
            if (question.map["what"] != Value{"person"} || question.map.find("id") != nullptr) {
                verbs.push_back(question.verb);
            }
        }
        return verbs;
    }
};

TEST_F(PeopleOfOneName, AreNotTakenForEachOther) {
    const std::vector<std::vector<const char*>> commands{
        {"person", "Bo Berg"},
        {"person", "replace", "Bo Berg", "Ida Ibsen"},
        {"person", "replace", "Ida Ibsen", "Bo Berg"},
        {"tasks", "--assignee", "bo berg"},
        {"why-not", "7", "Bo Berg"},
        {"request", "7", "assignee", "Bo Berg"},
        {"request", "7", "status", "Påbegyndt", "--actor", "Bo Berg"},
        {"local", "add", "Kursus", "udfører=Bo Berg"}};
    for (const auto& words : commands) {
        sample.err.str("");
        EXPECT_EQ(klikctl(words), exit_code::refused_input) << words.front();
        EXPECT_THAT(sample.err.str(), HasSubstr("k-77, p1")) << words.front();
    }
    EXPECT_THAT(asked(), ElementsAre());
}

TEST_F(PeopleOfOneName, ANameThatNobodyHasIsNoAnswerToWhyNot) {
    EXPECT_EQ(klikctl({"why-not", "7", "Bo Bergg"}), exit_code::refused_input);
    EXPECT_THAT(sample.err.str(), HasSubstr("nobody is called “Bo Bergg”"));
    EXPECT_THAT(asked(), ElementsAre());
}

TEST_F(PeopleOfOneName, AreListedByNameAndThoseWithoutOneLast) {
    EXPECT_EQ(klikctl({"person"}), exit_code::done);
    EXPECT_EQ(sample.out.str(), "Id    Navn       E-post  Sprog\n"
                                "p1    Bo Berg\n"
                                "k-77  bo berg\n"
                                "p4    Eva �[2J\n"
                                "p2    Ida Ibsen\n"
                                "p3\n");
}

TEST_F(PeopleOfOneName, HaveTheirNamesOnOneLine) {
    Client client = Client::connect({.control = klikd.endpoint()}).value();
    const People people = People::of(client).value();
    EXPECT_EQ(people.name_of("p4"), "Eva �[2J");
    EXPECT_EQ(people.name_of("p3"), "p3");
}

TEST_F(PeopleOfOneName, AreToldApartByTheirIds) {
    EXPECT_EQ(klikctl({"person", "replace", "k-77", "ida ibsen"}), exit_code::done);
    ASSERT_EQ(klikd.questions("admin").size(), 1U);
    EXPECT_EQ(klikd.questions("admin").front().map["person"], Value{"k-77"});
    EXPECT_EQ(klikd.questions("admin").front().map["by"], Value{"p2"});
}

TEST_F(PeopleOfOneName, AreReplacedByNewOnesAndTheAnswerHasNoNumberOfTheQuestion) {
    EXPECT_EQ(klikctl({"--json", "person", "replace", "p1", "Nora Ny"}), exit_code::done);
    EXPECT_EQ(klikd.questions("admin").front().map["by"], Value::map({{"name", "Nora Ny"}}));
    EXPECT_THAT(sample.out.str(), Not(HasSubstr("\"ref\"")));
}

TEST_F(PeopleOfOneName, AreReplacedOnTasksOfTheMunicipalityByOtherMeans) {
    EXPECT_EQ(klikctl({"person", "replace", "p1", "Nora Ny"}), exit_code::done);
    EXPECT_THAT(sample.out.str(),
                HasSubstr("Kunne ikke ændres og må rettes i KLIK: #7\n"
                          "Kommunens egne, som rettes med klikctl local change: #-3\n"));
}

TEST(AnErasure, SaysWhichOpenTasksNobodyHasTakenOverAndWhatToDo) {
    SampleConsole sample;
    sample.console.language = domain::Language::english;
    Value answer = Value::map({{"persons", Value::List{"p1"}}, {"open_tasks", Value::List{7, 9}}});
    EXPECT_THAT(erasure_text(answer, sample.console),
                HasSubstr("Open tasks that nobody has taken over: #7, #9\nHand them over with "
                          "klikctl person replace ID NEW;"));
    answer.set("open_tasks", Value::List{});
    EXPECT_THAT(erasure_text(answer, sample.console), Not(HasSubstr("replace")));
}

} // namespace
} // namespace klik::ctl
