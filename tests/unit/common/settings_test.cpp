#include "common/settings.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

namespace klik::common {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

class SettingsTest : public testing::Test {
  protected:
    SettingsFile file_of(const std::string& text) {
        write("klikd.toml", text);
        return SettingsFile{folder_.path() / "klikd.toml"};
    }
    void write(const std::string& name, const std::string& text) {
        std::ofstream{folder_.path() / name} << text;
    }

    test::TemporaryFolder folder_;
};

TEST_F(SettingsTest, ReadEveryKeyAndReportEachMistakeWithItsLine) {
    auto file = file_of("[plugins.x]\ntext = \"a\"\nwhole = 7\nflag = true\nbad = 3\nodd = 1\n");
    Section section{file, "x"};
    EXPECT_EQ(section.text("text"), "a");
    EXPECT_EQ(section.whole("whole", 1, 10), 7);
    EXPECT_EQ(section.flag("flag"), true);
    EXPECT_EQ(section.text("missing"), std::nullopt);
    EXPECT_EQ(section.text("bad"), std::nullopt);
    section.finish();
    EXPECT_THAT(file.mistakes(),
                ElementsAre(EndsWith("klikd.toml:5: `plugins.x.bad` must be a text in quotes"),
                            HasSubstr("klikd.toml:6: there is no key `plugins.x.odd`; allowed")));
}

TEST_F(SettingsTest, AMistakeIsOneLineWhateverStandsInTheFile) {
    for (const auto* text : {"name = in\nf", "[plugins.x]\n\"a\\nb\" = 1"}) {
        auto file = file_of(text);
        Section section{file, "x"};
        section.finish();
        ASSERT_EQ(file.mistakes().size(), 1U) << text;
        EXPECT_EQ(file.mistakes().front().find('\n'), std::string::npos);
    }
}

TEST_F(SettingsTest, LeaveAloneWhatBelongsToKlikdWhichStartsThePlugin) {
    auto file = file_of("data_dir = \"x\"\n[plugins.x]\nprogram = \"a\"\nstart = false\n"
                        "arguments = []\n[plugins.y]\nz = 1\n");
    Section section{file, "x"};
    section.finish();
    EXPECT_THAT(file.mistakes(), IsEmpty());
}

TEST_F(SettingsTest, CertificatesAreInAFileThatHoldsSome) {
    write("good.pem", "words\n-----BEGIN CERTIFICATE-----\n");
    write("bad.pem", "-----BEGIN PRIVATE KEY-----\n");
    auto file = file_of("[plugins.x]\ngood = \"good.pem\"\nbad = \"bad.pem\"\nnone = \"no.pem\"\n");
    Section section{file, "x"};
    EXPECT_EQ(section.certificates("good"), folder_.path() / "good.pem");
    EXPECT_EQ(section.certificates("bad"), std::nullopt);
    EXPECT_EQ(section.certificates("none"), std::nullopt);
    EXPECT_THAT(file.mistakes(), ElementsAre(HasSubstr("klikd.toml:3: `plugins.x.bad` must be"),
                                             HasSubstr("klikd.toml:4: `plugins.x.none` must be")));
}

TEST_F(SettingsTest, AListHoldsTextsAlone) {
    auto file = file_of("[plugins.x]\ngood = [\"a\", \"b\"]\nnone = []\nbad = [\"a\", 1]\n"
                        "one = \"a\"\n");
    Section section{file, "x"};
    EXPECT_THAT(*section.texts("good"), ElementsAre("a", "b"));
    EXPECT_THAT(*section.texts("none"), IsEmpty());
    EXPECT_EQ(section.texts("bad"), std::nullopt);
    EXPECT_EQ(section.texts("one"), std::nullopt);
    EXPECT_EQ(section.texts("missing"), std::nullopt);
    EXPECT_THAT(file.mistakes(), ElementsAre(HasSubstr("klikd.toml:4: `plugins.x.bad` must be a"),
                                             HasSubstr("klikd.toml:5: `plugins.x.one` must be")));
}

TEST_F(SettingsTest, NumbersHaveARange) {
    auto file = file_of("[plugins.x]\nlow = 0\n");
    Section section{file, "x"};
    EXPECT_EQ(section.whole("low", 1, 5), std::nullopt);
    EXPECT_THAT(file.mistakes(), ElementsAre(HasSubstr("must be a whole number from 1 to 5")));
}

TEST_F(SettingsTest, ASecretComesFromAFileThatIsClosedToOthers) {
    write("word", "hemmelig\n");
    chmod((folder_.path() / "word").c_str(), 0600);
    auto file = file_of("[plugins.x]\npassword_file = \"word\"\n");
    Section section{file, "x"};
    EXPECT_EQ(section.secret("password"), "hemmelig");
    EXPECT_THAT(file.mistakes(), IsEmpty());
    chmod((folder_.path() / "word").c_str(), 0644);
    EXPECT_EQ(section.secret("password"), std::nullopt);
    ASSERT_EQ(file.mistakes().size(), 1U);
    EXPECT_THAT(file.mistakes().front(), HasSubstr("is open to other users"));
    EXPECT_THAT(file.mistakes().front(), testing::Not(HasSubstr("hemmelig")));
}

TEST_F(SettingsTest, ASecretComesFromSystemdsCredentials) {
    write("smtp", "ord");
    setenv("CREDENTIALS_DIRECTORY", folder_.path().c_str(), 1);
    auto file = file_of("[plugins.x]\npassword_credential = \"smtp\"\n[plugins.y]\n"
                        "password_credential = \"../smtp\"\n");
    EXPECT_EQ((Section{file, "x"}.secret("password")), "ord");
    EXPECT_EQ((Section{file, "y"}.secret("password")), std::nullopt);
    unsetenv("CREDENTIALS_DIRECTORY");
    EXPECT_EQ((Section{file, "x"}.secret("password")), std::nullopt);
    EXPECT_EQ(file.mistakes().size(), 2U);
}

TEST_F(SettingsTest, MunicipalitiesHaveKlikdsDefaults) {
    EXPECT_EQ(file_of("").municipalities(),
              (std::vector<Municipality>{{"9999", "tcp://127.0.0.1:7511"}}));
    EXPECT_EQ(file_of("[[municipality]]\ncode = \"0101\"\nname = \"A\"\n[[municipality]]\n"
                      "code = \"0147\"\nname = \"B\"\n")
                  .municipalities(),
              (std::vector<Municipality>{{"0101", "tcp://127.0.0.1:7511"},
                                         {"0147", "tcp://127.0.0.1:7513"}}));
}

TEST_F(SettingsTest, AFileThatIsNoneIsAMistake) {
    EXPECT_THAT(SettingsFile{folder_.path() / "none"}.mistakes(),
                ElementsAre(EndsWith("none: cannot be read")));
    EXPECT_THAT(file_of("a = \n").mistakes(), ElementsAre(HasSubstr("klikd.toml:1: ")));
}

} // namespace
} // namespace klik::common
