#include "portfolio/csv_file.hpp"
#include "portfolio/csv_tool.hpp"
#include "support/temporary_folder.hpp"
#include "unit/portfolio/sample_pair.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace klik::portfolio {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

TEST(CsvFile, IsWrittenAsDanishExcelOpensIt) {
    EXPECT_EQ(csv_bytes({{"KLIK", "Titel"}, {"1", "a;b"}, {"2", "Sig \"ja\"\nnu"}}),
              "\xEF\xBB\xBF"
              "KLIK;Titel\r\n1;\"a;b\"\r\n2;\"Sig \"\"ja\"\"\nnu\"\r\n");
}

TEST(CsvFile, IsReadBackAsItWasWritten) {
    const std::vector<CsvRow> rows{{"KLIK", "Udfører"}, {"", "a;\"b\"\r\nc,d"}, {"3", ""}};
    EXPECT_EQ(csv_rows(csv_bytes(rows)), rows);
}

TEST(CsvFile, IsReadInWhatOtherSpreadsheetsSave) {
    EXPECT_THAT(csv_rows("KLIK,Titel\n1,\"a,b;c\"\n\n"),
                ElementsAre(ElementsAre("KLIK", "Titel"), ElementsAre("1", "a,b;c")));
    EXPECT_THAT(csv_rows("KLIK\tTitel\n1\ta,b\n"),
                ElementsAre(ElementsAre("KLIK", "Titel"), ElementsAre("1", "a,b")));
    EXPECT_THAT(csv_rows("1;\xE0\x93\x9A\n"), ElementsAre(ElementsAre("1", "à“š")))
        << "an overlong character is none";
    EXPECT_THAT(csv_rows("KLIK;Udf\xF8rer\r\n1;10 \x80\r\n"),
                ElementsAre(ElementsAre("KLIK", "Udfører"), ElementsAre("1", "10 €")));
}

TEST(CsvFile, AHeadingMayHaveCommasAndQuotesInIt) {
    const std::vector<CsvRow> rows{{"Titel, kort, uden \"nr,\"", "KLIK"}, {"Ja, nej", "1"}};
    EXPECT_EQ(csv_rows(csv_bytes(rows)), rows);
    EXPECT_THAT(csv_rows("\"a;b;c\",KLIK\n2,1\n"),
                ElementsAre(ElementsAre("a;b;c", "KLIK"), ElementsAre("2", "1")));
}

TEST(CsvFile, AFormulaIsAText) {
    for (const std::string text : {"=1+1", "+45 1234", "-", "@SUM(A1)", "'=x", "''-y"}) {
        EXPECT_EQ(without_formula(text), "'" + text);
        EXPECT_EQ(as_it_was(without_formula(text)), text);
    }
    for (const std::string text : {"", "a=b", "'quoted'", "1-2"}) {
        EXPECT_EQ(without_formula(text), text);
        EXPECT_EQ(as_it_was(text), text);
    }
}

class CsvToolTest : public testing::Test {
  protected:
    std::filesystem::path file() const { return folder_.path() / "portfolio.csv"; }
    std::string content() const {
        std::ifstream in{file(), std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
    }
    void save(const std::string& text) const { folder_.write("portfolio.csv", text); }
    Item made(std::int64_t number = 121850) {
        return tool_.create("portfolio", number, {{Field::title, "Nedsæt"}}).value();
    }
    template <class T>
    static std::string code(const Result<T>& result) {
        return result ? "fine" : result.error().code;
    }

    test::TemporaryFolder folder_;
    CsvTool tool_{{folder_.path()}, sample::sample_mapping()};
};

TEST_F(CsvToolTest, MakesARowAndReadsItBack) {
    const auto item = tool_.create("portfolio", 121850,
                                   {{Field::title, "=Nedsæt"}, {Field::due_date, "2024-03-04"}});
    ASSERT_TRUE(item);
    EXPECT_EQ(item->id, "portfolio/121850");
    EXPECT_EQ(item->number, 121850);
    EXPECT_EQ(item->fields.at(Field::title), "=Nedsæt");
    EXPECT_EQ(item->fields.at(Field::status), "");
    EXPECT_THAT(item->next_statuses, testing::Contains("Running"));
    EXPECT_THAT(content(), HasSubstr("121850;'=Nedsæt;;;;2024-03-04;"));
    EXPECT_THAT(*tool_.items("portfolio"), SizeIs(1));
    EXPECT_THAT(*tool_.carrying("portfolio", 121850), SizeIs(1));
    EXPECT_THAT(*tool_.carrying("portfolio", 1), IsEmpty());
}

TEST_F(CsvToolTest, WritesFieldsAndACommentAndNothingElse) {
    save("KLIK;Titel;Mit eget;Status\n;Fælles;=SUM(A1);\n7;Nedsæt;mit;Planned\n");
    const auto item = tool_.read("portfolio/7");
    ASSERT_TRUE(item);
    const auto written = tool_.write(*item, {{Field::status, "Running"}}, "Sat af KLIK");
    ASSERT_TRUE(written);
    EXPECT_NE(written->version, item->version);
    EXPECT_EQ(content(), "\xEF\xBB\xBFKLIK;Titel;Mit eget;Status;Bemærkning\r\n"
                         ";Fælles;=SUM(A1);\r\n7;Nedsæt;mit;Running;Sat af KLIK\r\n");
}

TEST_F(CsvToolTest, LeavesRowsWithoutANumberToPeople) {
    save("KLIK;Titel\n;Fælles møde\nx;Andet\n7;Nedsæt\n");
    EXPECT_THAT(*tool_.items("portfolio"), ElementsAre(testing::Field(&Item::id, "portfolio/7")));
}

TEST_F(CsvToolTest, ReadsDatesAsASpreadsheetShowsThem) {
    save("KLIK;Slutdato;Startdato\n1;04-03-2024;4.3.2024\n2;snart;2024-02-01\n3;;31-02-2024\n");
    const auto items = tool_.items("portfolio").value();
    EXPECT_EQ(items[0].fields.at(Field::due_date), "2024-03-04");
    EXPECT_EQ(items[0].fields.at(Field::start_date), "2024-03-04");
    EXPECT_EQ(items[1].fields.at(Field::due_date), "snart");
    EXPECT_EQ(items[1].fields.at(Field::start_date), "2024-02-01");
    EXPECT_EQ(items[2].fields.at(Field::due_date), "");
    EXPECT_EQ(items[2].fields.at(Field::start_date), "31-02-2024");
}

TEST_F(CsvToolTest, WhatASpreadsheetMadeOfTheFormIsNoChange) {
    const auto item = made();
    save("KLIK,Titel,Status,Slutdato,Beskrivelse,Udf\xF8rer,Prioritet,Startdato,Fase,Tema,"
         "Foruds\xE6tninger\n121850,Neds\xE6t,,,,,,,,,\n");
    EXPECT_EQ(tool_.read(item.id)->version, item.version);
}

TEST_F(CsvToolTest, DoesNotWriteOverSomebodyElsesChange) {
    const auto item = made();
    save("KLIK;Titel\n121850;Andet\n");
    EXPECT_EQ(code(tool_.write(item, {{Field::title, "Nedsæt"}}, "")), "stale");
    EXPECT_EQ(code(tool_.remove(item)), "stale");
    EXPECT_THAT(content(), HasSubstr("Andet"));
}

TEST_F(CsvToolTest, WaitsWhileASpreadsheetHasTheFileOpen) {
    const auto item = made();
    for (const std::string lock : {"~$portfolio.csv", ".~lock.portfolio.csv#"}) {
        folder_.write(lock, "");
        EXPECT_EQ(code(tool_.write(item, {{Field::title, "Andet"}}, "")), "busy") << lock;
        EXPECT_TRUE(tool_.read(item.id));
        std::filesystem::remove(folder_.path() / lock);
    }
    EXPECT_TRUE(tool_.write(item, {{Field::title, "Andet"}}, ""));
}

TEST_F(CsvToolTest, LinksOnceAndUnlinks) {
    const auto before = made(1);
    const auto after = made(2);
    ASSERT_TRUE(tool_.link(before, after));
    ASSERT_TRUE(tool_.link(before, after));
    EXPECT_EQ(tool_.read(after.id)->fields.at(Field::prerequisites), "1");
    ASSERT_TRUE(tool_.unlink(before, after));
    EXPECT_EQ(tool_.read(after.id)->fields.at(Field::prerequisites), "");
    ASSERT_TRUE(tool_.unlink(before, after));
}

TEST_F(CsvToolTest, TellsARowThatSomebodyCopiedFromItsOriginal) {
    save("KLIK;Titel\n7;Nedsæt\n7;Kopi\n8;Andet\n");
    EXPECT_THAT(*tool_.carrying("portfolio", 7),
                ElementsAre(testing::Field(&Item::id, "portfolio/7"),
                            testing::Field(&Item::id, "portfolio/7#2")));
    const auto copy = tool_.read("portfolio/7#2").value();
    EXPECT_EQ(copy.fields.at(Field::title), "Kopi");
    ASSERT_TRUE(tool_.remove(copy));
    EXPECT_EQ(code(tool_.read("portfolio/7#2")), "gone");
    EXPECT_EQ(tool_.read("portfolio/7")->fields.at(Field::title), "Nedsæt");
}

TEST_F(CsvToolTest, SaysWhatIsWrongWithAFileOrAFolder) {
    save("Nummer;Titel\n7;Nedsæt\n");
    const auto unreadable = tool_.items("portfolio");
    EXPECT_EQ(code(unreadable), "unreadable");
    EXPECT_THAT(unreadable.error().text, StartsWith("portfolio.csv: the first line has no column"));
    EXPECT_EQ(code(tool_.items("../portfolio")), "unknown_value");
    EXPECT_EQ(code(tool_.read("portfolio")), "unreadable");
    CsvTool elsewhere{{folder_.path() / "missing"}, {}};
    EXPECT_EQ(code(elsewhere.items("portfolio")), "unreachable");
    EXPECT_EQ(code(elsewhere.create("portfolio", 1, {})), "unreachable");
}

TEST_F(CsvToolTest, KeepsTheRightsOfTheFile) {
    const auto item = made();
    std::filesystem::permissions(file(), std::filesystem::perms{0660});
    ASSERT_TRUE(tool_.write(item, {{Field::title, "Andet"}}, ""));
    EXPECT_EQ(std::filesystem::status(file()).permissions(), std::filesystem::perms{0660});
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder_.path()}, {}), 1);
}

TEST_F(CsvToolTest, OffersTheWordsOfTheMapping) {
    const auto offer = tool_.offer("portfolio").value();
    EXPECT_THAT(offer.closed_statuses, testing::UnorderedElementsAre("Done", "Cancelled"));
    EXPECT_THAT(offer.statuses, testing::IsSupersetOf({"Planned", "Testing"}));
    EXPECT_THAT(offer.people, SizeIs(1));
}

TEST(CsvSettings, NeedAFolder) {
    const test::TemporaryFolder folder;
    common::SettingsFile file{
        folder.write("klikd.toml", "[plugins.portfolio.csv]\nfoldr = \"x\"\n")};
    common::Section section{file, "portfolio"};
    static_cast<void>(read_csv_settings(section));
    EXPECT_THAT(file.mistakes(),
                testing::UnorderedElementsAre(
                    HasSubstr("`plugins.portfolio.csv.folder` is missing"), HasSubstr("foldr")));
}

} // namespace
} // namespace klik::portfolio
