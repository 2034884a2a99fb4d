#include "daemon/plugin_output.hpp"
#include "unit/daemon/daemon_fixture.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

int count_of(std::string_view words, std::string_view text) {
    int count = 0;
    for (auto at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
        ++count;
    }
    return count;
}

class PluginOutputTest : public testing::Test {
  protected:
    void take(std::string_view bytes) { output.take(bytes, at); }

    const test::CapturedLog log;
    bus::Instant at{std::chrono::hours{1}};
    PluginOutput output{"mail"};
};

TEST_F(PluginOutputTest, IsLoggedLineByLineHoweverItComes) {
    take("one\ntw");
    EXPECT_THAT(log.text(), AllOf(HasSubstr("[K191] mail: one"), Not(HasSubstr("tw"))));
    take("o\nthree");
    EXPECT_THAT(log.text(), AllOf(HasSubstr("[K191] mail: two"), Not(HasSubstr("three"))));
    output.end(at);
    EXPECT_THAT(log.text(), HasSubstr("[K191] mail: three"));
}

TEST_F(PluginOutputTest, HasTheLevelThatStandsAtTheBeginningOfALine) {
    take("<3>lost\n<4>late\n<6>sent\n<9>odd\n<>\n");
    EXPECT_THAT(log.text(), AllOf(HasSubstr("[error] [K191] mail: lost"),
                                  HasSubstr("[warning] [K191] mail: late"),
                                  HasSubstr("[info] [K191] mail: sent"),
                                  HasSubstr("[info] [K191] mail: <9>odd"),
                                  HasSubstr("[info] [K191] mail: <>")));
}

TEST_F(PluginOutputTest, AWarningStandsUntilItIsTakenBack) {
    EXPECT_FALSE(output.warning());
    take("<3>[M210] the mail server is away\n<6>[M201] sent\n");
    ASSERT_TRUE(output.warning());
    EXPECT_EQ(output.warning()->line, "[M210] the mail server is away");
    EXPECT_TRUE(output.warning()->is_error);
    take("<6>[M211] it answers again (ends M21)\n");
    EXPECT_TRUE(output.warning()) << "that was another one";
    take("<6>[M211] it answers again (ends M210)\n");
    EXPECT_FALSE(output.warning());
}

TEST_F(PluginOutputTest, OfSeveralWarningsTheLatestThatStandsIsTold) {
    take("<4>[M1] one\n<4>no id\n<4>[M2] two\n<4>[M2] worse\n");
    EXPECT_EQ(output.warning()->line, "[M2] worse");
    EXPECT_FALSE(output.warning()->is_error);
    take("<6>over (ends M2)\n");
    EXPECT_EQ(output.warning()->line, "no id");
    output.begin();
    EXPECT_FALSE(output.warning()) << "it was started again";
}

TEST_F(PluginOutputTest, AWarningDoesNotHideAnErrorThatStillStands) {
    take("<3>[F222] the project is archived\n<4>[F231] #1: no\n<4>[F232] #2 is left\n");
    EXPECT_EQ(output.warning()->line, "[F222] the project is archived");
    take("<3>[F220] the tool is away\n");
    EXPECT_EQ(output.warning()->line, "[F220] the tool is away");
    take("<6>[F221] it is back (ends F220)\n");
    EXPECT_EQ(output.warning()->line, "[F222] the project is archived");
    take("<6>[F223] it can be used (ends F222)\n");
    EXPECT_EQ(output.warning()->line, "[F232] #2 is left");
}

TEST_F(PluginOutputTest, TheEndOfOneTroubleTakesBackNoOtherWithItsId) {
    take("<3>[F222] 9999, project a: archived\n<3>[F222] 9999, project b: closed\n");
    take("<3>[F222] 9999, project a: the key may not\n");
    EXPECT_EQ(output.warning()->line, "[F222] 9999, project a: the key may not");
    take("<6>[F223] 9999, project a: it is back (ends F222 of 9999, project a)\n");
    ASSERT_TRUE(output.warning()) << "b is not";
    EXPECT_EQ(output.warning()->line, "[F222] 9999, project b: closed");
    take("<6>[F223] 9999, project b: it is back (ends F222 of 9999, project b)\n");
    EXPECT_FALSE(output.warning());
}

TEST_F(PluginOutputTest, AnEndThatNamesNothingTakesBackAllWithTheId) {
    take("<3>[M210] 9999: lost\n<3>[M210] 9998: lost\n<6>[M211] it is back (ends M210)\n");
    EXPECT_FALSE(output.warning());
}

TEST_F(PluginOutputTest, HoweverManyMunicipalitiesAreInTroubleTheLastOneIsStillTold) {
    for (int code = 0; code < 100; ++code) {
        at += std::chrono::milliseconds{20};
        take(fmt::format("<3>[M220] {}: klikd does not answer\n", code));
    }
    for (int code = 99; code > 0; --code) {
        at += std::chrono::milliseconds{20};
        take(fmt::format("<6>[M221] {0}: klikd answers again (ends M220 of {0})\n", code));
    }
    ASSERT_TRUE(output.warning());
    EXPECT_EQ(output.warning()->line, "[M220] 0: klikd does not answer");
}

TEST_F(PluginOutputTest, HoweverManyWarningsFollowTheErrorIsKept) {
    take("<3>[F222] the project is archived\n");
    for (int i = 0; i < 500; ++i) {
        at += std::chrono::milliseconds{20};
        take("<4>[F3" + std::to_string(i) + "] one thing\n");
    }
    EXPECT_EQ(output.warning()->line, "[F222] the project is archived");
}

TEST_F(PluginOutputTest, CannotCommandATerminalNorForgeALine) {
    take("\x1b[2J\r[K120] read_only\xff\n");
    EXPECT_THAT(log.text(), HasSubstr("[K191] mail: ?[2J?[K120] read_only?"));
}

TEST_F(PluginOutputTest, ALongLineIsCutAndTakesNoMemory) {
    const std::string piece(100'000, 'x');
    for (int i = 0; i < 10; ++i) {
        take(piece);
    }
    take("\nshort\n");
    EXPECT_THAT(log.text(), HasSubstr(std::string(PluginOutput::longest_line, 'x') + "...\n"));
    EXPECT_THAT(log.text(), Not(HasSubstr(std::string(PluginOutput::longest_line + 1, 'x'))));
    EXPECT_THAT(log.text(), HasSubstr("[K191] mail: short"));
}

TEST_F(PluginOutputTest, ALongLineIsCutBetweenItsLetters) {
    std::string line = "x";
    while (line.size() < 2 * PluginOutput::longest_line) {
        line += "å";
    }
    take(line + "\n");
    EXPECT_THAT(log.text(), AllOf(HasSubstr("xåå"), HasSubstr("å...\n"), Not(HasSubstr("?"))));
}

TEST_F(PluginOutputTest, LinesThatComeTooFastAreLeftOutAndCounted) {
    for (int i = 0; i < 150; ++i) {
        take("again\n");
    }
    EXPECT_EQ(count_of("[K191]", log.text()), 100);
    EXPECT_EQ(count_of("[K196]", log.text()), 1) << "said once";
    at += std::chrono::seconds{1};
    take("later\n");
    EXPECT_THAT(log.text(), HasSubstr("[K191] mail: later"));
    output.end(at);
    EXPECT_THAT(log.text(), HasSubstr("[K196] mail: 50 line(s)"));
}

} // namespace
} // namespace klik::daemon
