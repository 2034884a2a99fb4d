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

TEST_F(PeopleOfOneName, AWordThatIsNobodysNameIsNoAnswerToWhyNotEither) {
    EXPECT_EQ(klikctl({"why-not", "7", "Idda"}), exit_code::refused_input);
    EXPECT_THAT(sample.err.str(),
                HasSubstr("nobody is called “Idda”; known persons with a similar name: "
                          "Ida Ibsen (p2); klikctl person lists people"));
    sample.err.str("");
    EXPECT_EQ(klikctl({"why-not", "7", "p99"}), exit_code::refused_input);
    EXPECT_THAT(sample.err.str(), HasSubstr("nobody is called “p99”; klikctl person lists people"));
    EXPECT_THAT(asked(), ElementsAre());
}

TEST_F(PeopleOfOneName, OneWordOfANameIsEnoughWhereItIsOfNobodyElse) {
    EXPECT_EQ(klikctl({"--json", "why-not", "7", "ida"}), exit_code::done);
    EXPECT_EQ(klikd.questions().back().map["person"], Value{"p2"});
    EXPECT_EQ(klikctl({"why-not", "7", "berg"}), exit_code::refused_input);
    EXPECT_THAT(sample.err.str(), HasSubstr("“berg” is part of several names: bo berg (k-77), "
                                            "Bo Berg (p1); give the id"));
}

TEST_F(PeopleOfOneName, TheMailboxIsAskedForByItsId) {
    EXPECT_EQ(klikctl({"--json", "why-not", "7", "mailbox-9999"}), exit_code::done);
    EXPECT_EQ(klikd.questions().back().map["person"], Value{"mailbox-9999"});
}

TEST_F(PeopleOfOneName, SomebodyWhomNobodyKnowsIsNotAskedFor) {
    EXPECT_EQ(klikctl({"person", "Idda"}), exit_code::refused_input);
    EXPECT_THAT(sample.err.str(),
                HasSubstr("Idda: ingen har dette id eller navn; klikctl person viser alle"));
    EXPECT_THAT(asked(), ElementsAre());
}

TEST_F(PeopleOfOneName, ASubcommandThatIsNoneIsMetWithThoseThatThereAre) {
    EXPECT_EQ(klikctl({"person", "replac", "p1", "p2"}), exit_code::usage);
    EXPECT_THAT(sample.err.str(),
                HasSubstr("'replac' er ingen kommando under person; skriv klikctl person replace "
                          "GAMMEL NY, klikctl person erase ID eller klikctl person NAVN"));
    EXPECT_THAT(asked(), ElementsAre());
}

TEST_F(PeopleOfOneName, AWordTooManyReplacesNobodyElse) {
    EXPECT_EQ(klikctl({"person", "replace", "p1", "p2", "k-77"}), exit_code::usage);
    EXPECT_THAT(sample.err.str(), HasSubstr("'k-77' er et ord for meget"));
    EXPECT_THAT(asked(), ElementsAre());
}

TEST_F(PeopleOfOneName, NobodyTakesTheirOwnPlace) {
    for (const char* by : {"p2", "Ida Ibsen"}) {
        sample.err.str("");
        EXPECT_EQ(klikctl({"person", "replace", "ida ibsen", by}), exit_code::refused_input);
        EXPECT_THAT(sample.err.str(),
                    HasSubstr("GAMMEL og NY er den samme person, Ida Ibsen (p2); NY skal være den, "
                              "der overtager"));
    }
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

TEST(AnErasure, SaysThatOlderPagesBringTheNameBack) {
    SampleConsole sample;
    const Value answer = Value::map({{"persons", Value::List{"p1"}}});
    EXPECT_THAT(
        erasure_text(answer, sample.console),
        HasSubstr("Sider, der er gemt før i dag, har stadig navnet; importer dem ikke igen, "
                  "ellers kommer det tilbage som en ny person."));
    sample.console.language = domain::Language::english;
    EXPECT_THAT(
        erasure_text(answer, sample.console),
        HasSubstr("Pages saved before today still hold the name; do not import them again"));
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
