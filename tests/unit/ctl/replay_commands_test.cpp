#include "codec/record.hpp"
#include "ctl/command_line.hpp"
#include "ctl/exit_code.hpp"
#include "support/world.hpp"
#include "unit/ctl/sample_console.hpp"
#include "unit/journal/journal_fixture.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace klik::ctl {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

/// `what-if` and `replay` on the journal of a task that is due on Monday 4 March 2024.
class ReplayCommands : public testing::Test {
  protected:
    ReplayCommands() {
        const auto jonas = journal->person_id_for({"9999"}, "Jonas Kvist Madsen").value();
        klik::test::World world;
        world.fact(121850, {{domain::TaskField::due_date, *domain::date_from_iso("2024-03-04")},
                            {domain::TaskField::assignee, jonas}});
        world.clock("2024-02-20 10:00");
        append({"9999"}, world.events());
        std::ofstream{candidate} << "[reminders]\nbefore = [\"21d\", \"7d\", \"1wd\"]\n";
    }
    void append(const domain::MunicipalityCode& municipality,
                const std::vector<engine::Event>& events) {
        for (const auto& event : events) {
            EXPECT_TRUE(journal->append(municipality, codec::encode_record(municipality, event)));
        }
        EXPECT_TRUE(journal->commit());
    }
    int klikctl(std::vector<std::string> words) {
        words.insert(words.begin(), "klikctl");
        std::vector<const char*> pointers;
        for (const auto& word : words) {
            pointers.push_back(word.c_str());
        }
        return run(static_cast<int>(pointers.size()), pointers.data(), {.data = folder.data()},
                   sample.console);
    }

    journal::test::TemporaryFolder folder;
    std::unique_ptr<journal::Journal> journal = journal::test::open_or_throw(folder.data());
    std::string candidate = (folder.path() / "candidate.toml").string();
    SampleConsole sample;
};

TEST_F(ReplayCommands, WhatIfListsPerPersonWhatIsToldOtherwise) {
    EXPECT_EQ(klikctl({"what-if", "--rules", candidate}), exit_code::done);
    EXPECT_THAT(sample.out.str(),
                AllOf(HasSubstr("Jonas Kvist Madsen  12-02-2024 08:00  #121850  påmindelse"),
                      HasSubstr("7.ladder.21d  kommer til"), HasSubstr("7.ladder.14d  bortfalder"),
                      HasSubstr("efter de gældende regler: 6, efter forslaget: 7")));
}

TEST_F(ReplayCommands, WhatIfDividesWhatIsPastFromTheDaysAhead) {
    std::ofstream{candidate} << "[reminders]\nbefore = [\"21d\", \"14d\", \"5d\"]\n";
    EXPECT_EQ(klikctl({"what-if", "--rules", candidate, "--until", "2024-03-04"}), exit_code::done);
    EXPECT_THAT(
        sample.out.str(),
        ContainsRegex("12-02-2024 08:00 .*7.ladder.21d  kommer til\n"
                      "(.*\n)*--- journalen slutter 19-02-2024 08:00; herefter: de kommende "
                      "dage ---\n.* 26-02-2024 08:00 .*7.ladder.7d +bortfalder\n"));
    EXPECT_EQ(klikctl({"what-if", "--rules", candidate, "--lang", "en"}), exit_code::done);
    const std::string both = sample.out.str();
    EXPECT_EQ(both.find("days ahead"), std::string::npos) << "it ends with the journal";
}

TEST_F(ReplayCommands, WhatIfSaysWhenSomethingOfThePastWouldBeCaughtUpWith) {
    std::ofstream{candidate} << "[recipients.of]\n"
                                "overdue = [\"assignee\", \"DUBU-superbruger\"]\n";
    EXPECT_EQ(klikctl({"what-if", "--rules", candidate, "--until", "2024-02-21"}), exit_code::done);
    EXPECT_THAT(sample.out.str(),
                AllOf(ContainsRegex("DUBU-superbruger, uden projekt +7.vacant_role +kommer til "
                                    "\\(indhentes 20-02-2024 08:00\\)\n"),
                      Not(HasSubstr("herefter"))));
    EXPECT_EQ(klikctl({"what-if", "--rules", candidate, "--until", "2024-02-21", "--json"}),
              exit_code::done);
    EXPECT_THAT(sample.out.str(),
                AllOf(HasSubstr("\"caught_up\": \"2024-02-20T07:00:00Z\""),
                      HasSubstr("\"ahead\": false"), Not(HasSubstr("\"ahead\": true"))));
}

TEST_F(ReplayCommands, WhatIfSpeaksEnglishAndTellsAMovedNotice) {
    std::ofstream{candidate} << "[reminders]\nrun_at = \"07:30\"\n";
    EXPECT_EQ(klikctl({"what-if", "--rules", candidate, "--lang", "en"}), exit_code::done);
    EXPECT_THAT(sample.out.str(), AllOf(HasSubstr("With the candidate"),
                                        HasSubstr("19-02-2024 08:00  #121850  reminder"),
                                        HasSubstr("moved to 19-02-2024 07:30")));
}

TEST_F(ReplayCommands, WhatIfSaysWhichRoleIsVacant) {
    std::ofstream{candidate} << "[recipients.of]\n"
                                "overdue = [\"assignee\", \"DUBU-superbruger\"]\n";
    EXPECT_EQ(klikctl({"what-if", "--rules", candidate}), exit_code::done);
    EXPECT_THAT(sample.out.str(),
                ContainsRegex(" - +rolle ubesat: DUBU-superbruger, uden projekt +7.vacant_role "
                              "+kommer til"));
    EXPECT_EQ(klikctl({"what-if", "--rules", candidate, "--json"}), exit_code::done);
    EXPECT_THAT(sample.out.str(), HasSubstr("\"vacant_role\": \"DUBU-superbruger\""));
    std::ofstream{candidate} << "[recipients.of]\nvacant_role = [\"assignee\"]\n";
    EXPECT_EQ(klikctl({"what-if", "--rules", candidate}), exit_code::done);
    EXPECT_THAT(sample.out.str(), ContainsRegex("#121850 +rolle ubesat: ansvarlig +7.vacant_role"));
}

TEST_F(ReplayCommands, WhatIfSaysWhereThereIsNoDifference) {
    std::ofstream{candidate} << "name = \"Standard\"\n";
    EXPECT_EQ(klikctl({"what-if", "--rules", candidate, "--until", "30-06-2024"}), exit_code::done);
    EXPECT_THAT(sample.out.str(), HasSubstr("ingen forskel"));
}

TEST_F(ReplayCommands, WhatIfGivesIdsToPrograms) {
    EXPECT_EQ(klikctl({"what-if", "--rules", candidate, "--from", "2024-02-19", "--json"}),
              exit_code::done);
    EXPECT_THAT(sample.out.str(),
                AllOf(HasSubstr("\"person\": \"p1\""), HasSubstr("\"only_in_force\": ["),
                      HasSubstr("\"date\": \"2024-02-19\""), HasSubstr("\"in_force\": 1"),
                      HasSubstr("\"municipality\": \"9999\""), Not(HasSubstr("Jonas")),
                      Not(HasSubstr("2024-02-12"))));
}

TEST_F(ReplayCommands, WhatIfRefusesACandidateThatIsNotInOrderAsRulesCheckDoes) {
    std::ofstream{candidate} << "[colour]\nyelow = \"10wd\"\n";
    EXPECT_EQ(klikctl({"what-if", "--rules", candidate}), exit_code::refused_input);
    EXPECT_THAT(sample.out.str(), HasSubstr(candidate + ":2"));
}

TEST_F(ReplayCommands, WhatIfRefusesADateThatIsNone) {
    EXPECT_EQ(klikctl({"what-if", "--rules", candidate, "--from", "snart"}), exit_code::usage);
    EXPECT_THAT(sample.err.str(), HasSubstr("--from snart"));
    EXPECT_EQ(klikctl({"what-if"}), exit_code::usage);
}

TEST_F(ReplayCommands, WhatIfRefusesAPeriodThatEndsBeforeItBegins) {
    EXPECT_EQ(
        klikctl({"what-if", "--rules", candidate, "--from", "2024-02-20", "--until", "19-02-2024"}),
        exit_code::usage);
    EXPECT_THAT(sample.err.str(), HasSubstr("--from ligger efter --until"));
    EXPECT_EQ(sample.out.str(), "");
    EXPECT_EQ(
        klikctl({"what-if", "--rules", candidate, "--from", "2024-02-20", "--until", "20-02-2024"}),
        exit_code::done);
}

TEST_F(ReplayCommands, ReplayVerifiesTheJournalOfARunningDaemon) {
    EXPECT_EQ(klikctl({"replay", "--verify"}), exit_code::done);
    EXPECT_THAT(sample.out.str(), HasSubstr("historien er genskabt byte for byte"));
    EXPECT_EQ(klikctl({"replay"}), exit_code::usage);
}

TEST_F(ReplayCommands, ReplayShowsBothRecordsOfTheFirstDifference) {
    journal.reset();
    journal::test::run_sql(folder.file(), "UPDATE record SET subject = 'p666' WHERE kind = 2");
    EXPECT_EQ(klikctl({"replay", "--verify", "--lang", "en"}), exit_code::refused_input);
    EXPECT_THAT(sample.out.str(), AllOf(HasSubstr("2 are decided otherwise"),
                                        HasSubstr("dk.klik.notification.v1 p666"),
                                        HasSubstr("dk.klik.notification.v1 mailbox-9999"),
                                        HasSubstr("\"7.first_sight\"")));
    EXPECT_EQ(klikctl({"replay", "--verify", "--json"}), exit_code::refused_input);
    EXPECT_THAT(sample.out.str(),
                AllOf(HasSubstr("\"reproduced\": false"), HasSubstr("\"subject\": \"p666\"")));
}

TEST_F(ReplayCommands, ReplayListsWhatAnotherEngineDecided) {
    journal.reset();
    journal::test::run_sql(folder.file(),
                           "UPDATE record SET subject = 'p666' WHERE kind = 2;"
                           "UPDATE record SET data = x'81ae656e67696e655f76657273696f6ea130' "
                           "WHERE type = 'dk.klik.journal.service_started.v1'");
    EXPECT_EQ(klikctl({"replay", "--verify", "--lang", "en"}), exit_code::done);
    EXPECT_THAT(sample.out.str(), HasSubstr("(decided by engine 0)"));
}

TEST_F(ReplayCommands, OneOfSeveralMunicipalitiesIsNamed) {
    append({"0101"}, {klik::test::World().events().front()});
    EXPECT_EQ(klikctl({"replay", "--verify"}), exit_code::refused_input);
    EXPECT_THAT(sample.err.str(), HasSubstr("0101, 9999; vælg en med --municipality"));
    EXPECT_EQ(klikctl({"replay", "--verify", "--municipality", "9999"}), exit_code::done);
    EXPECT_EQ(klikctl({"replay", "--verify", "--municipality", "0151"}), exit_code::refused_input);
    EXPECT_THAT(sample.err.str(), HasSubstr("har ikke 0151, men 0101, 9999"));
}

TEST_F(ReplayCommands, TheDataFolderIsNamedBeforeOrBehindTheCommand) {
    const auto empty = (folder.path() / "empty").string();
    for (const auto& words :
         {std::vector<std::string>{"--data", folder.data(), "replay", "--verify"},
          {"replay", "--verify", "--data", folder.data()},
          {"--data", folder.data(), "what-if", "--rules", candidate}}) {
        EXPECT_EQ(klikctl(words), exit_code::done) << sample.err.str();
    }
    EXPECT_EQ(klikctl({"--data", empty, "replay", "--verify"}), exit_code::refused_input);
    EXPECT_EQ(klikctl({"--data", folder.data(), "replay"}), exit_code::usage);
    EXPECT_THAT(sample.err.str(), HasSubstr("--verify is required"));
}

TEST_F(ReplayCommands, AFolderWithoutAJournalIsRefused) {
    const auto empty = (folder.path() / "empty").string();
    EXPECT_EQ(klikctl({"replay", "--verify", "--data", empty}), exit_code::refused_input);
    EXPECT_THAT(sample.err.str(), HasSubstr(empty + "/journal.db: there is no journal"));
    EXPECT_EQ(klikctl({"what-if", "--rules", candidate, "--data", empty}),
              exit_code::refused_input);
}

} // namespace
} // namespace klik::ctl
