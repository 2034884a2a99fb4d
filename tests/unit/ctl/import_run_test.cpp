#include "ctl/import_command.hpp"
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

/// Files with a page each, numbered from 1, and a klikd that answers as the test wants.
struct ImportRun : testing::Test {
    std::filesystem::path folder = std::filesystem::path{testing::TempDir()} /
                                   ("klik-import-run-" + std::to_string(::getpid()));
    SampleConsole sample;
    const Municipality municipality{"9999", "Korsbæk Kommune"};

    void SetUp() override {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    void add_page(int number, std::string_view of = "Korsbæk Kommune") const {
        std::ofstream{folder / (std::to_string(number) + ".txt")}
            << "Opgave titel\n\nEn opgave #" << number << "\n\nSTATUS\n\nPåbegyndt\n\nKOMMUNE\n\n"
            << of << "\n";
    }
    ImportReport import(FakeControl& klikd) {
        auto client =
            Client::connect({.control = klikd.endpoint(), .timeout = std::chrono::seconds{20}})
                .value();
        return import_pages(find_pages({folder.string()}), municipality, client, sample.console);
    }
    static std::int64_t number_of(const FakeControl::Question& question) {
        return *question.map.at("event.data.number").whole();
    }
    static void record(const FakeControl::Question& question, const FakeControl::Reply& reply,
                       bool duplicate = false) {
        reply.answer(
            "put.ok",
            Value::map({{"id", question.map.at("event.id")},
                        {"sequence", sequence_text(static_cast<Sequence>(number_of(question)))},
                        {"duplicate", duplicate}}));
    }
    static void tell_history(const FakeControl::Reply& reply, bool changed, Value::List stale) {
        const Value data = Value::map({{"changed", changed}, {"stale", std::move(stale)}});
        reply.answer("result", Value::map({{"what", "history"},
                                           {"at", sequence_text(9)},
                                           {"rows", Value::List{Value::map({{"data", data}})}},
                                           {"next", ""}}));
    }
};

TEST_F(ImportRun, TellsWhatBecameOfEachPage) {
    for (int number = 1; number <= 5; ++number) {
        add_page(number);
    }
    add_page(6, "Andeby Kommune");
    FakeControl klikd{[](const FakeControl::Question& question, const FakeControl::Reply& reply) {
        if (question.verb == "query") {
            const auto number = *question.map["number"].whole();
            EXPECT_EQ(question.map["after"].text(),
                      sequence_text(static_cast<Sequence>(number) - 1));
            tell_history(reply, number == 1, number == 3 ? Value::List{"status"} : Value::List{});
        } else if (number_of(question) == 5) {
            reply.answer("error", Value::map({{"code", "conflict"}, {"text", "id: used before"}}));
        } else {
            record(question, reply, number_of(question) == 4);
        }
    }};
    const ImportReport report = import(klikd);
    EXPECT_FALSE(report.lost_contact);
    ASSERT_EQ(report.pages.size(), 6U);
    EXPECT_EQ(report.pages[0].outcome, PageOutcome::imported);
    EXPECT_EQ(report.pages[1].outcome, PageOutcome::unchanged);
    EXPECT_EQ(report.pages[2].outcome, PageOutcome::stale);
    EXPECT_EQ(report.pages[3].outcome, PageOutcome::unchanged);
    EXPECT_EQ(report.pages[4].outcome, PageOutcome::refused);
    EXPECT_EQ(report.pages[5].outcome, PageOutcome::refused);
    EXPECT_THAT(sample.err.str(), HasSubstr("5.txt: id: used before"));
    EXPECT_THAT(sample.err.str(), HasSubstr("Andeby Kommune"));
    EXPECT_EQ(import_summary(report, sample.console), "Resultat                      Sider\n"
                                                      "importeret (ny eller ændret)      1\n"
                                                      "uændret                           2\n"
                                                      "forældet (nyere er kendt)         1\n"
                                                      "afvist                            2\n");
}

TEST_F(ImportRun, GoesOnBehindAFileThatIsNoPage) {
    std::ofstream{folder / "0.txt"} << "ikke en opgave\n";
    add_page(1);
    FakeControl klikd{[](const FakeControl::Question& question, const FakeControl::Reply& reply) {
        record(question, reply, true);
    }};
    const ImportReport report = import(klikd);
    EXPECT_EQ(report.count(PageOutcome::refused), 1U);
    EXPECT_EQ(report.count(PageOutcome::unchanged), 1U);
    EXPECT_THAT(sample.err.str(), HasSubstr("0.txt:1"));
}

TEST_F(ImportRun, SaysWhichPagesWereNotAnsweredWhenContactIsLost) {
    add_page(1);
    add_page(2);
    FakeControl klikd{[](const FakeControl::Question& question, const FakeControl::Reply& reply) {
        if (number_of(question) == 1) {
            record(question, reply, true);
        } else {
            reply.say("error", Value::map({{"code", "busy"}, {"text", "no more"}}));
        }
    }};
    const ImportReport report = import(klikd);
    ASSERT_TRUE(report.lost_contact);
    EXPECT_EQ(report.lost_contact->code, "busy");
    EXPECT_EQ(report.count(PageOutcome::unchanged), 1U);
    EXPECT_EQ(report.count(PageOutcome::unanswered), 1U);
    EXPECT_THAT(import_summary(report, sample.console), HasSubstr("ubesvaret"));
}

TEST_F(ImportRun, IsOneJsonDocumentOnDemandAndSaysNothingElse) {
    add_page(1);
    add_page(2, "Andeby Kommune");
    sample.console.json = true;
    FakeControl klikd{[](const FakeControl::Question& question, const FakeControl::Reply& reply) {
        record(question, reply, true);
    }};
    const ImportReport report = import(klikd);
    EXPECT_EQ(sample.err.str(), "");
    const std::string document = import_summary(report, sample.console);
    EXPECT_THAT(document, HasSubstr("\"unchanged\": 1"));
    EXPECT_THAT(document, HasSubstr("\"refused\": 1"));
    EXPECT_THAT(document, HasSubstr("\"number\": null"));
}

} // namespace
} // namespace klik::ctl
