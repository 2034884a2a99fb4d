#include "codec/payload_reader.hpp"
#include "codec/rule_set_toml.hpp"
#include "domain/deadline_colour.hpp"
#include "domain/recipients.hpp"
#include "domain/reminder_ladder.hpp"
#include "support/tasks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

// The rule sets of tests/rule_sets: each bad one is refused at the line and with the words that its
// first line has, each good one is accepted and keeps what a check promises (docs/rules.md 8).

namespace klik::codec {
namespace {

using domain::Date;
using domain::RuleSet;
using std::chrono::days;

struct RuleSetFile {
    std::string name;
    std::string text;
    friend void PrintTo(const RuleSetFile& file, std::ostream* out) { *out << file.name; }
};

std::vector<RuleSetFile> files_in(const std::string& folder) {
    std::vector<RuleSetFile> files;
    const std::filesystem::path path =
        std::filesystem::path{KLIK_SOURCE_DIR} / "tests/rule_sets" / folder;
    for (const auto& entry : std::filesystem::directory_iterator{path}) {
        std::ifstream in{entry.path(), std::ios::binary};
        files.push_back({entry.path().stem(), std::string{std::istreambuf_iterator<char>{in}, {}}});
    }
    std::ranges::sort(files, {}, &RuleSetFile::name);
    return files;
}

std::string name_of(const testing::TestParamInfo<RuleSetFile>& info) {
    return info.param.name;
}

class BadRuleSetFile : public testing::TestWithParam<RuleSetFile> {};

TEST_P(BadRuleSetFile, IsRefusedAtTheLineAndWithTheWordsOfItsFirstLine) {
    const auto& [name, text] = GetParam();
    const std::string first = text.substr(0, text.find('\n'));
    const auto colon = first.find(": ");
    ASSERT_TRUE(first.starts_with("# ") && colon != std::string::npos) << first;
    const auto rules = parse_rule_set(text, name);
    ASSERT_FALSE(rules) << "accepted";
    ASSERT_EQ(rules.error().size(), 1U) << rules.error()[1].sentence();
    EXPECT_EQ(rules.error()[0].path, name + ':' + first.substr(2, colon - 2));
    EXPECT_THAT(rules.error()[0].text, testing::HasSubstr(first.substr(colon + 2)));
}

INSTANTIATE_TEST_SUITE_P(Files, BadRuleSetFile, testing::ValuesIn(files_in("bad")), name_of);

class GoodRuleSetFile : public testing::TestWithParam<RuleSetFile> {
  protected:
    /// What holds in the municipality and in each project that differs.
    std::vector<RuleSet> rules_;

    void SetUp() override {
        auto rules = parse_rule_set(GetParam().text, GetParam().name);
        ASSERT_TRUE(rules) << rules.error()[0].sentence();
        rules_.push_back(*rules);
        for (const auto& own : rules->projects) {
            rules_.push_back(own.rules);
        }
    }
};

TEST_P(GoodRuleSetFile, IsAccepted) {
    EXPECT_FALSE(rules_.empty());
}

/// From two days before the first colour to two days after the last, day by day.
void expect_worse_and_worse(Date due, const domain::ColourThresholds& thresholds,
                            const RuleSet& rules) {
    const auto turns = colour_dates(due, thresholds, rules.calendar);
    EXPECT_LE(turns.yellow, turns.red) << domain::iso_date(due);
    domain::Task task = test::task(1, {{domain::TaskField::due_date, due}});
    for (const Date turn : {turns.yellow, turns.red}) {
        auto before = domain::Colour::green;
        for (Date today = turn - days{2}; today <= turn + days{2}; today += days{1}) {
            const auto now = colour_on(today, task, rules);
            EXPECT_GE(now, before) << domain::iso_date(due) << ' ' << domain::iso_date(today);
            before = now;
        }
    }
}

TEST_P(GoodRuleSetFile, NoColourGetsBetterWithTime) {
    for (const auto& rules : rules_) {
        RuleSet plain = rules;
        plain.colour_overrides.clear();
        std::vector<domain::ColourThresholds> all{{rules.yellow, rules.red}};
        for (const auto& rule : rules.colour_overrides) {
            all.push_back({rule.yellow, rule.red});
        }
        for (const auto& thresholds : all) {
            plain.yellow = thresholds.yellow;
            plain.red = thresholds.red;
            for (Date due = test::date("2023-12-01"); due < test::date("2026-02-01");
                 due += days{1}) {
                expect_worse_and_worse(due, thresholds, plain);
            }
        }
    }
}

TEST_P(GoodRuleSetFile, EachReminderGoesOutForSomeDueDate) {
    for (const auto& rules : rules_) {
        std::set<std::string> gone_out;
        for (Date due = test::date("2024-01-01"); due < test::date("2026-01-01"); due += days{1}) {
            const auto steps = domain::ReminderLadder(due, rules).between(due - days{800}, due);
            for (std::size_t i = 0; i < steps.size(); ++i) {
                if (i + 1 == steps.size() || steps[i].on != steps[i + 1].on) {
                    gone_out.insert(steps[i].name);
                }
            }
        }
        for (const auto distance : rules.reminders) {
            EXPECT_TRUE(gone_out.contains(to_string(distance))) << to_string(distance);
        }
    }
}

TEST_P(GoodRuleSetFile, EachKindReachesTheMailboxWhereAllRolesAreVacant) {
    const domain::MunicipalityCode korsbaek{"9999"};
    const domain::RoleGallery nobody;
    for (const auto& rules : rules_) {
        for (const auto& [kind, roles] : rules.recipients) {
            EXPECT_FALSE(roles.empty()) << canonical(kind);
            for (const auto& role : roles) {
                const auto told = recipient_for(
                    role, test::task(1), {korsbaek, nobody, rules, test::date("2024-02-01")});
                EXPECT_EQ(told.person, domain::mailbox(korsbaek)) << canonical(kind);
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Files, GoodRuleSetFile, testing::ValuesIn(files_in("good")), name_of);

TEST(RuleSetFiles, AreManyEnoughToMeanSomething) {
    EXPECT_GE(files_in("bad").size(), 40U);
    EXPECT_GE(files_in("good").size(), 40U);
}

TEST(RuleSetFiles, AFindingIsOneLineWhateverStandsInTheFile) {
    for (const auto* toml : {"name = in\nf", "\"a\\nb\" = 1", "[colour]\n\"\\u0007\" = 1"}) {
        const auto rules = parse_rule_set(toml, "korsbaek.toml");
        ASSERT_FALSE(rules) << toml;
        const auto sentence = rules.error().front().sentence();
        EXPECT_EQ(sentence.find_first_of("\n\a"), std::string::npos) << sentence;
    }
}

} // namespace
} // namespace klik::codec
