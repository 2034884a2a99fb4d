#include "daemon/plugin_check.hpp"
#include "unit/daemon/plugin_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using testing::HasSubstr;

class PluginCheckTest : public testing::Test {
  protected:
    PluginVerdict verdict(const std::string& body,
                          std::chrono::milliseconds at_most = std::chrono::minutes{1}) {
        return check_plugin({.name = "mail",
                             .program = test::shell_program(folder, "klik-mail", body),
                             .arguments = {"--config", "klikd.toml"},
                             .environment = {},
                             .state_folder = folder.path() / "state"},
                            at_most);
    }

    test::TemporaryFolder folder;
};

TEST_F(PluginCheckTest, ShowsWhatThePluginSays) {
    const auto good = verdict("echo \"$*\"; echo one >&2; printf two");
    EXPECT_EQ(good.said, "mail: --config klikd.toml --check-config\nmail: one\nmail: two\n");
    EXPECT_EQ(good.problem, "");
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "state")) << "a check makes nothing";
}

TEST_F(PluginCheckTest, RefusesWhatThePluginRefuses) {
    const auto bad = verdict("echo '<3>klikd.toml:9: no host'; echo '<9>'; exit 2");
    EXPECT_EQ(bad.said, "mail: klikd.toml:9: no host\nmail: <9>\n");
    EXPECT_EQ(bad.problem, "exit code 2");
    EXPECT_EQ(verdict("kill -9 $$").problem, "signal KILL");
}

TEST_F(PluginCheckTest, DoesNotWaitForEver) {
    EXPECT_THAT(verdict("exec sleep 1000", std::chrono::milliseconds{1}).problem,
                HasSubstr("no answer to --check-config within 1 s"));
}

TEST_F(PluginCheckTest, KeepsOnlySoMuchAndNothingThatCommandsATerminal) {
    const auto verdict_of_noise = verdict("head -c 300000 /dev/zero; exit 2");
    EXPECT_LE(verdict_of_noise.said.size(), 65'543U);
    EXPECT_THAT(verdict_of_noise.said, testing::MatchesRegex("mail: [?]+\n"));
    EXPECT_EQ(verdict_of_noise.problem, "exit code 2");
}

} // namespace
} // namespace klik::daemon
