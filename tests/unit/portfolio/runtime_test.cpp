#include "portfolio/failpoint.hpp"
#include "portfolio/ledger.hpp"
#include "portfolio/refusal_text.hpp"
#include "portfolio/settings.hpp"
#include "portfolio/tool_gate.hpp"
#include "support/temporary_folder.hpp"
#include "unit/portfolio/fake_klik.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace klik::portfolio {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(ToolGate, LeavesTheToolInPeaceLongerEachTimeAndNeverQuiteAsLong) {
    ToolGate gate{"redmine", 7};
    const ToolGate::Instant now{1h};
    const Error error{"unreachable", "connection refused"};
    auto before = 0s;
    for (const auto wait : {2s, 4s, 8s, 16s}) {
        gate.failed(error, std::nullopt, now);
        EXPECT_GT(gate.closed_until(), now + before);
        EXPECT_LE(gate.closed_until(), now + wait);
        EXPECT_GE(gate.closed_until(), now + wait * 3 / 4);
        EXPECT_FALSE(gate.open(now));
        before = wait * 3 / 4 / 2;
    }
    gate.worked();
    EXPECT_TRUE(gate.open(now));
}

TEST(ToolGate, WaitsAsLongAsTheToolAsksFor) {
    ToolGate gate{"redmine", 7};
    const ToolGate::Instant now{1h};
    gate.failed({"busy", "429"}, 90s, now);
    EXPECT_FALSE(gate.open(now + 89s));
    EXPECT_TRUE(gate.open(now + 90s));
    ToolGate other{"redmine", 7};
    other.failed({"interrupted", "told to end"}, std::nullopt, now);
    EXPECT_TRUE(other.open(now)) << "that was not the tool's fault";
}

class StoreTest : public testing::Test {
  protected:
    const test::TemporaryFolder folder;
    Store store = Store::open(folder.path(), "9999");
    const Ledger ledger{store};
};

TEST_F(StoreTest, AReceiptIsOpenUntilItsOutcomeIsStored) {
    Receipt receipt;
    receipt.run = ledger.begin("apply", common::Time{1h});
    receipt.number = 5;
    receipt.item = "7";
    receipt.fields = {{Field::title, "old", "new", "New", "new", Agreed{"Old", "old", "old"}}};
    receipt.id = ledger.intend(receipt);
    EXPECT_THAT(ledger.numbers_of_open(), ElementsAre(5));
    ASSERT_THAT(ledger.open_of(5), SizeIs(1));
    const auto written = ledger.open_of(5).front().fields.front();
    EXPECT_EQ(written.was, "old");
    EXPECT_EQ(written.klik, "New");
    EXPECT_EQ(written.base_before, (Agreed{"Old", "old", "old"}));
    receipt.outcome = Outcome::done;
    receipt.edit = "99";
    ledger.finish(receipt);
    EXPECT_THAT(ledger.numbers_of_open(), IsEmpty());
    EXPECT_TRUE(ledger.wrote("99"));
    EXPECT_FALSE(ledger.wrote("98"));
    EXPECT_FALSE(ledger.wrote(""));
    EXPECT_EQ(ledger.runs().at(0).done, 1);
}

TEST_F(StoreTest, OldRunsAreForgottenButForWhatIsOpen) {
    Receipt receipt;
    receipt.number = 5;
    for (const auto outcome : {Outcome::done, Outcome::open}) {
        receipt.run = ledger.begin("apply", common::Time{1h});
        receipt.outcome = outcome;
        receipt.fields = {{Field::title, "old", "new", "New", "new", {}}};
        static_cast<void>(ledger.intend(receipt));
    }
    ledger.forget_before(common::Time{1h});
    EXPECT_THAT(ledger.runs(), SizeIs(2));
    ledger.forget_before(common::Time{2h});
    ASSERT_THAT(ledger.runs(), SizeIs(1));
    EXPECT_THAT(ledger.of_run(1), IsEmpty());
    EXPECT_THAT(ledger.of_run(2), SizeIs(1));
}

TEST_F(StoreTest, ARequestKeepsItsIdForEverAndNoOtherGetsIt) {
    Wish wish;
    wish.number = 5;
    wish.field = Field::due_date;
    wish.asked = "2026-12-24";
    wish.lineage = {"e.1", "edit 5"};
    store.add(wish);
    const auto stored = store.wishes_to_send().at(0);
    const auto id = store.request_id(stored);
    EXPECT_EQ(stored.lineage, wish.lineage);
    EXPECT_EQ(store.wish_behind(id)->asked, "2026-12-24");
    EXPECT_FALSE(store.wish_behind("portfolio-another-1"));
    store.drop(stored);
    store.add(wish);
    EXPECT_NE(store.request_id(store.wishes_to_send().at(0)), id);
    store = Store::open(folder.path(), "9999");
    EXPECT_FALSE(store.wish_behind(id));
}

TEST_F(StoreTest, FromABackupAsksForAnotherChangeUnderAnotherId) {
    Wish wish;
    wish.number = 5;
    wish.asked = "2026-12-24";
    store.add(wish);
    const auto before = store.request_id(store.wishes_to_send().at(0));
    const auto file = folder.path() / "9999.sqlite";
    store = Store::copy_of(folder.path(), "9999"); // closes the file
    std::filesystem::copy_file(file, folder.path() / "backup");
    store = Store::open(folder.path(), "9999");
    store.add(wish);
    const auto later = store.request_id(store.wishes_to_send().at(1));
    store = Store::copy_of(folder.path(), "9999");
    std::filesystem::copy_file(folder.path() / "backup", file,
                               std::filesystem::copy_options::overwrite_existing);
    store = Store::open(folder.path(), "9999");
    wish.asked = "2026-12-31";
    store.add(wish);
    const auto wishes = store.wishes_to_send();
    EXPECT_EQ(store.request_id(wishes.at(0)), before) << "klikd may know it already";
    EXPECT_NE(store.request_id(wishes.at(1)), later);
    EXPECT_FALSE(store.wish_behind(later));
}

TEST_F(StoreTest, AFileThatIsNoneIsNamedWithWhatIsLostWithoutIt) {
    const test::TemporaryFolder other;
    static_cast<void>(other.write("9999.sqlite", std::string(4096, 'x')));
    for (const auto open : {&Store::open, &Store::copy_of}) {
        try {
            static_cast<void>(open(other.path(), "9999"));
            FAIL() << "it was opened";
        } catch (const BrokenStore& broken) {
            EXPECT_THAT(broken.what(), HasSubstr((other.path() / "9999.sqlite").string()));
            EXPECT_THAT(broken.what(), HasSubstr("earlier runs cannot be taken back"));
        }
    }
}

TEST_F(StoreTest, ForgetsATaskWithAllThatIsKnownOfIt) {
    store.want(5, "p");
    store.agree(5, Field::title, {"a", "b", "b"});
    store.refuse(5, Field::status, {{"Closed", "x"}, "no"});
    store.put_back(5, Field::status, {"Closed", "nej"});
    store.forget(5);
    EXPECT_FALSE(store.bond(5));
    EXPECT_THAT(store.base(5), IsEmpty());
    EXPECT_THAT(store.refusals(5), IsEmpty());
    EXPECT_THAT(store.to_put_back(5), IsEmpty());
}

TEST_F(StoreTest, PauseIsSeenByWhoHasTheFileOpen) {
    const auto other = Store::open(folder.path(), "9999");
    other.pause(true);
    EXPECT_TRUE(store.paused());
    other.pause(false);
    EXPECT_FALSE(store.paused());
}

NoOfKlik no(const std::string& reason, Value violations = {}) {
    Wish wish;
    wish.field = Field::status;
    wish.tool_value = "Afsluttet";
    return {wish, reason, std::move(violations)};
}

TEST(RefusalText, SaysWhyAndWhoCanChangeIt) {
    fake::FakeKlik klik;
    klik.add(1, "Kontrakt").assignee = "p3";
    klik.add(2, "Test").responsible = "p3";
    klik.add(3, "Drift");
    const Value violations = Value::List{
        Value::map({{"rule", "complete_blocked"}, {"blocked_by", Value::List{1, 2, 3, 9}}})};
    EXPECT_EQ(
        refusal_text(no("complete_blocked", violations), klik, common::Language::danish),
        "KLIK har ikke ændret status til »Afsluttet«: opgaven venter på andre opgaver, som "
        "ikke er afsluttet. #1 »Kontrakt« (Karen Vest kan afslutte den), #2 »Test« (Karen Vest kan "
        "afslutte den), #3 »Drift« (den har ingen udfører; KLIK-administratoren kan give den "
        "en), #9.");
    EXPECT_THAT(refusal_text(no("complete_blocked", violations), klik, common::Language::english),
                HasSubstr("(Karen Vest can close it)"));
}

TEST(RefusalText, KnowsEveryCodeAndNamesOneThatIsNew) {
    fake::FakeKlik klik;
    for (const auto* code : {"unknown_task", "local_task", "unknown_status", "transition",
                             "start_blocked", "complete_blocked", "due_before_start", "conflict",
                             "superseded", "task_removed", "unanswered"}) {
        EXPECT_THAT(refusal_text(no(code), klik, common::Language::danish),
                    testing::Not(HasSubstr("svaret er")))
            << code;
    }
    EXPECT_THAT(refusal_text(no("brand_new"), klik, common::Language::danish),
                HasSubstr("svaret er »brand_new«"));
}

class SettingsTest : public testing::Test {
  protected:
    std::vector<std::string> mistakes_of(const std::string& text) {
        file.emplace(folder.write("klikd.toml", "[plugins.portfolio]\n" + text));
        common::Section section{*file, "portfolio"};
        settings = read_settings(section, *file, {});
        section.finish();
        return file->mistakes();
    }
    const test::TemporaryFolder folder;
    std::optional<common::SettingsFile> file;
    Settings settings;
};

TEST_F(SettingsTest, MistakesAreNamedWithTheirLines) {
    const auto mistakes = mistakes_of("tool = \"jira\"\npoll_s = 0\ndeleted = \"perhaps\"\n"
                                      "comments = 1\nlanguage = \"de\"\npolls = 1\n");
    for (const auto* words :
         {":2: `plugins.portfolio.tool` must be \"redmine\" or \"csv\"",
          ":3: `plugins.portfolio.poll_s` must be a whole number from 1 to 86400",
          ":4: `plugins.portfolio.deleted` must be \"leave\" or \"make_again\"",
          ":5: `plugins.portfolio.comments` must be true or false",
          ":6: `plugins.portfolio.language` must be \"da\" or \"en\"",
          ":7: there is no key `plugins.portfolio.polls`"}) {
        EXPECT_THAT(mistakes, testing::Contains(HasSubstr(words)));
    }
}

TEST_F(SettingsTest, HaveDefaults) {
    static_cast<void>(mistakes_of("tool = \"csv\"\n"));
    EXPECT_EQ(settings.poll, 60s);
    EXPECT_EQ(settings.full_pass, 3600s);
    EXPECT_TRUE(settings.comments);
    EXPECT_FALSE(settings.mapping.makes_deleted_again);
    EXPECT_EQ(settings.language, common::Language::danish);
}

constexpr const char* two_municipalities = "tool = \"csv\"\n[plugins.portfolio.statuses]\n"
                                           "completed = \"Done\"\n[[municipality]]\n"
                                           "code = \"0101\"\n[[municipality]]\n"
                                           "code = \"0147\"\n";

TEST_F(SettingsTest, TwoMunicipalitiesDoNotShareAProjectOfTheTool) {
    EXPECT_THAT(mistakes_of(std::string{two_municipalities} +
                            "[plugins.portfolio.projects]\n\"DUBU 3.0\" = \"dubu\"\n"),
                testing::Contains(HasSubstr("[F106] the municipalities 0101 and 0147 would share "
                                            "the tool's project `dubu`")));
}

TEST_F(SettingsTest, EachMunicipalityMayHaveItsOwnProjects) {
    EXPECT_THAT(mistakes_of(std::string{two_municipalities} +
                            "[plugins.portfolio.projects.\"0101\"]\n\"DUBU 3.0\" = \"a\"\n"
                            "[plugins.portfolio.projects.\"0147\"]\n\"DUBU 3.0\" = \"b\"\n"),
                testing::IsEmpty());
    EXPECT_EQ(settings_of(settings, "0101").mapping.projects.at("DUBU 3.0"), "a");
    EXPECT_EQ(settings_of(settings, "0147").mapping.projects.at("DUBU 3.0"), "b");
}

TEST_F(SettingsTest, AMunicipalityWithoutAProjectIsNamed) {
    EXPECT_THAT(mistakes_of(std::string{two_municipalities} +
                            "[plugins.portfolio.projects.\"0101\"]\n\"DUBU 3.0\" = \"a\"\n"),
                testing::Contains(HasSubstr("the municipality 0147 has no project")));
}

TEST(FailpointDeathTest, EndsTheProgramAtTheCountThatTheVariableNames) {
    EXPECT_EXIT(
        {
            ::setenv("KLIK_FAILPOINT", "after_write:2", 1);
            const auto failpoint = failpoint_of_environment();
            failpoint("after_write");
            failpoint("before_write");
            failpoint("after_write");
            std::exit(0);
        },
        testing::ExitedWithCode(137), "");
}

} // namespace
} // namespace klik::portfolio
