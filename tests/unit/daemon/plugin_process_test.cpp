#include "daemon/plugin_process.hpp"
#include "unit/daemon/plugin_fixture.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

namespace klik::daemon {
namespace {

using testing::HasSubstr;

PluginCommand command(std::filesystem::path program, std::vector<std::string> arguments,
                      std::vector<std::string> environment = {}) {
    return {.name = "mail",
            .program = std::move(program),
            .arguments = std::move(arguments),
            .environment = std::move(environment),
            .state_folder = {}};
}

ProcessEnd end_of(PluginProcess& process) {
    for (int i = 0; i < test::patience_rounds; ++i) {
        if (const auto end = process.take_end()) {
            return *end;
        }
        test::wait_until_readable(process.end_descriptor());
    }
    ADD_FAILURE() << "it does not end";
    return {};
}

std::string all_it_says(const PluginCommand& command) {
    auto process = PluginProcess::start(command).value();
    EXPECT_EQ(end_of(process), ProcessEnd{});
    return process.read_output();
}

TEST(PluginProcessTest, HasNoDescriptorButTheStandardOnes) {
    const Descriptor inheritable{open("/dev/null", O_RDONLY)}; // without O_CLOEXEC
    EXPECT_EQ(all_it_says(command("/bin/ls", {"/proc/self/fd"})), "0\n1\n2\n3\n")
        << "3 is the folder that ls reads";
}

TEST(PluginProcessTest, HasTheEnvironmentThatItIsGivenAndNoMore) {
    EXPECT_EQ(all_it_says(command("/usr/bin/env", {}, {"A=1", "B=å"})), "A=1\nB=å\n");
}

TEST(PluginProcessTest, HasNoSignalBlockedOrIgnored) {
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    for (const auto* line : {"SigBlk", "SigIgn"}) {
        const auto said = all_it_says(command("/bin/grep", {line, "/proc/self/status"}));
        constexpr std::uint64_t classic = 0x7FFFFFFF; // glibc keeps 32 and 33 to itself
        EXPECT_EQ(std::stoull(said.substr(said.find('\t') + 1), nullptr, 16) & classic, 0U) << said;
    }
}

TEST(PluginProcessTest, LeadsAGroupOfItsOwn) {
    auto process = PluginProcess::start(command("/bin/cut", {"-d ", "-f5", "/proc/self/stat"}));
    ASSERT_TRUE(process);
    const auto pid = process->pid();
    EXPECT_EQ(end_of(*process), ProcessEnd{});
    EXPECT_EQ(process->read_output(), std::to_string(pid) + "\n");
}

TEST(PluginProcessTest, ItsInputEndsWithKlikdAndNotBefore) {
    auto process = PluginProcess::start(command("/bin/cat", {}));
    ASSERT_TRUE(process);
    EXPECT_FALSE(process->take_end());
    process->send(SIGTERM);
    EXPECT_EQ(end_of(*process), (ProcessEnd{.signal = SIGTERM}));
}

TEST(PluginProcessTest, SaysHowItHasEnded) {
    const test::TemporaryFolder folder;
    auto process = PluginProcess::start(command(test::shell_program(folder, "p", "exit 3"), {}));
    ASSERT_TRUE(process);
    const auto end = end_of(*process);
    EXPECT_EQ(end.words(), "exit code 3");
    EXPECT_EQ(end.words_da(), "exitkode 3");
    EXPECT_EQ((ProcessEnd{.signal = SIGKILL}.words()), "signal KILL");
    EXPECT_FALSE(process->take_end()) << "once";
}

TEST(PluginProcessTest, WhatItStartedItselfEndsWithIt) {
    const test::TemporaryFolder folder;
    auto process = PluginProcess::start(
        command(test::shell_program(folder, "p", "/bin/sleep 1000 &\necho $!\nexit 1"), {}));
    ASSERT_TRUE(process);
    EXPECT_EQ(end_of(*process), (ProcessEnd{.code = 1}));
    const auto status = "/proc/" + std::to_string(std::stoi(process->read_output())) + "/stat";
    // It is gone, or dead until somebody above us collects it.
    const auto lives = [&] {
        std::string words;
        std::getline(std::ifstream{status}, words);
        return !words.empty() && !words.contains(") Z");
    };
    for (int i = 0; i < test::patience_rounds && lives(); ++i) {
        test::wait_until_readable(-1);
    }
    EXPECT_FALSE(lives());
}

TEST(PluginProcessTest, IsKilledWithItsObject) {
    pid_t pid = 0;
    {
        const auto process = PluginProcess::start(command("/bin/cat", {}));
        ASSERT_TRUE(process);
        pid = process->pid();
    }
    EXPECT_EQ(kill(pid, 0), -1);
}

TEST(PluginProcessTest, AProgramThatIsNotThereIsAProblem) {
    const auto process = PluginProcess::start(command("/none/klik-mail", {}));
    ASSERT_FALSE(process);
    EXPECT_THAT(process.error().sentence(), HasSubstr("/none/klik-mail: cannot be started: No"));
}

} // namespace
} // namespace klik::daemon
