#include "daemon/plugin_supervisor.hpp"
#include "unit/daemon/plugin_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using PluginSupervisorTest = test::SupervisedPrograms;
using State = PluginStatus::State;

TEST_F(PluginSupervisorTest, StartsAPluginAndSaysSo) {
    start({plugin("read end")});
    const auto news = next_news();
    EXPECT_EQ(news.name, "mail");
    EXPECT_TRUE(news.started);
    EXPECT_EQ(status().state, State::runs);
    EXPECT_GT(status().pid, 0);
    EXPECT_THAT(log.text(), HasSubstr("[K190] mail: started as process"));
    EXPECT_TRUE(std::filesystem::is_directory(folder.path() / "state/mail"));
}

TEST_F(PluginSupervisorTest, StartsOneThatEndedAgainAfterASecondThenTwoThenFour) {
    start({plugin("exit 3")});
    for (const auto wait : {1s, 2s, 4s}) {
        EXPECT_TRUE(next_news().started);
        const auto ended = next_news();
        EXPECT_FALSE(ended.started);
        EXPECT_EQ(ended.why, "exit code 3");
        EXPECT_EQ(ended.next_try, wait);
        EXPECT_EQ(status().state, State::waits);
        EXPECT_EQ(supervisor.time_to_wait(1h, at), wait);
        at += wait - 1ms;
        EXPECT_THAT(supervisor.step(at), IsEmpty());
        at += 1ms;
    }
    EXPECT_TRUE(next_news().started);
    EXPECT_EQ(status().starts_again, 3U);
    EXPECT_THAT(log.text(), HasSubstr("[K192] mail: has ended, exit code 3"));
}

TEST_F(PluginSupervisorTest, AnEndThatNobodyAskedForIsNoneAlsoWithExitCode0) {
    start({plugin("exit 0")});
    EXPECT_EQ(wait_after_an_end(), 1s);
    at += 1s;
    EXPECT_EQ(wait_after_an_end(), 2s);
}

TEST_F(PluginSupervisorTest, SaysWhichSignalEndedIt) {
    start({plugin("kill -9 $$")});
    next_news();
    EXPECT_EQ(next_news().why, "signal KILL");
}

TEST_F(PluginSupervisorTest, TrustsAPluginAgainThatHasRunForTenMinutes) {
    start({plugin("test -f $HERE/well && read end\nexit 1")});
    EXPECT_EQ(wait_after_an_end(), 1s);
    at += 1s;
    EXPECT_EQ(wait_after_an_end(), 2s);
    folder.write("well", "");
    at += 2s;
    EXPECT_TRUE(next_news().started);
    EXPECT_EQ(status().state, State::runs_again);
    EXPECT_EQ(supervisor.time_to_wait(1h, at), 10min);
    at += 10min;
    EXPECT_THAT(supervisor.step(at), IsEmpty());
    EXPECT_EQ(status().state, State::runs);
    EXPECT_EQ(status().why, "");
    supervisor.kill();
    EXPECT_EQ(next_news().next_try, 1s);
}

TEST_F(PluginSupervisorTest, GivesUpOneThatFindsItsConfigurationWrongUntilItIsToldToTryAgain) {
    start({plugin("echo 'klikd.toml:9: host is missing' >&2; exit 78")});
    EXPECT_TRUE(next_news().started);
    const auto ended = next_news();
    EXPECT_EQ(ended.why, "exit code 78");
    EXPECT_FALSE(ended.next_try);
    EXPECT_EQ(status().state, State::given_up);
    EXPECT_THAT(log.text(), AllOf(HasSubstr("[error] [K193] mail"),
                                  HasSubstr("[K191] mail: klikd.toml:9: host is missing")));
    EXPECT_EQ(supervisor.time_to_wait(1h, at), 1h);
    at += 24h;
    EXPECT_THAT(supervisor.step(at), IsEmpty());
    supervisor.try_again(at);
    EXPECT_TRUE(next_news().started);
}

TEST_F(PluginSupervisorTest, TryingAgainDoesNotWaitAndBeginsAnew) {
    start({plugin("exit 1")});
    EXPECT_EQ(wait_after_an_end(), 1s);
    at += 1s;
    EXPECT_EQ(wait_after_an_end(), 2s);
    supervisor.try_again(at);
    EXPECT_EQ(wait_after_an_end(), 1s);
}

TEST_F(PluginSupervisorTest, TryingAgainLeavesThoseThatRunAlone) {
    start({plugin("read end")});
    next_news();
    const auto pid = status().pid;
    supervisor.try_again(at);
    EXPECT_THAT(supervisor.step(at), IsEmpty());
    EXPECT_EQ(status().pid, pid);
}

TEST_F(PluginSupervisorTest, OneThatCannotBeStartedIsTriedAgainAndOnlyTheLogHasPaths) {
    const auto mail = plugin("read end");
    std::filesystem::permissions(mail.program, std::filesystem::perms::all);
    start({mail});
    const auto news = next_news();
    EXPECT_EQ(news.why, "cannot be started");
    EXPECT_EQ(news.next_try, 1s);
    EXPECT_THAT(log.text(), HasSubstr("[K192] mail: " + mail.program.native()));
    std::filesystem::permissions(mail.program, std::filesystem::perms::owner_all);
    at += 1s;
    EXPECT_TRUE(next_news().started);
    EXPECT_EQ(status().starts_again, 0U) << "it is the first start that came about";
}

TEST_F(PluginSupervisorTest, AsksAPluginToEndAndLetsItFinish) {
    start({plugin("trap 'echo done; exit 0' TERM\necho ready\nread end")});
    step_until_logged("mail: ready");
    unread.clear();
    supervisor.end(at);
    step_until_all_have_ended();
    EXPECT_THAT(unread, IsEmpty()) << "an end that was asked for is no news";
    EXPECT_THAT(log.text(),
                AllOf(HasSubstr("mail: done"), HasSubstr("[K194] mail"), Not(HasSubstr("[K192]"))));
    EXPECT_EQ(status().state, State::ended);
    at += 24h;
    EXPECT_THAT(supervisor.step(at), IsEmpty());
    EXPECT_FALSE(supervisor.any_runs());
}

TEST_F(PluginSupervisorTest, KillsOneThatDoesNotEndWithinTenSeconds) {
    start({plugin("trap '' TERM\necho ready\nread end")});
    step_until_logged("mail: ready");
    supervisor.end(at);
    EXPECT_EQ(supervisor.time_to_wait(1h, at), 10s);
    at += 10s - 1ms;
    EXPECT_THAT(supervisor.step(at), IsEmpty());
    EXPECT_TRUE(supervisor.any_runs());
    EXPECT_THAT(log.text(), Not(HasSubstr("[K195]")));
    at += 1ms;
    step_until_all_have_ended();
    EXPECT_THAT(log.text(), HasSubstr("[K195] mail"));
}

TEST_F(PluginSupervisorTest, OneThatWaitsForItsNextStartIsNotStartedToBeEnded) {
    start({plugin("exit 1")});
    EXPECT_EQ(wait_after_an_end(), 1s);
    supervisor.end(at);
    at += 1s;
    EXPECT_THAT(supervisor.step(at), IsEmpty());
    EXPECT_FALSE(supervisor.any_runs());
}

TEST_F(PluginSupervisorTest, OnePluginsEndIsNothingToAnother) {
    start({plugin("read end", "calendar"), plugin("exit 1")});
    step_until_logged("[K192] mail");
    EXPECT_EQ(supervisor.statuses().at(0).state, State::runs);
    EXPECT_THAT(log.text(), Not(HasSubstr("[K192] calendar")));
}

TEST_F(PluginSupervisorTest, OneThatWritesWithoutEndIsReadNowAndThenAndCanBeEnded) {
    start({plugin("exec yes again")});
    next_news();
    step_until([&] { return supervisor.time_to_wait(1h, at) == 100ms; });
    EXPECT_THAT(log.text(), HasSubstr("[K196] mail"));
    pollfd waited{.fd = supervisor.descriptor(), .events = POLLIN, .revents = 0};
    EXPECT_EQ(poll(&waited, 1, 0), 0) << "it has written more, and the loop sleeps";
    at += 100ms;
    step_until([&] { return supervisor.time_to_wait(1h, at) == 100ms; });
    supervisor.end(at);
    step_until_all_have_ended();
    EXPECT_THAT(log.text(), HasSubstr("line(s) that it wrote were left out"));
}

TEST_F(PluginSupervisorTest, OneThatClosesItsOutputIsNoEndlessNews) {
    start({plugin("echo ready\nexec >&- 2>&-\nread end")});
    step_until_logged("mail: ready");
    pollfd waited{.fd = supervisor.descriptor(), .events = POLLIN, .revents = 0};
    step_until([&] { return poll(&waited, 1, 0) == 0; });
    EXPECT_TRUE(supervisor.any_runs());
}

} // namespace
} // namespace klik::daemon
