#pragma once

#include "daemon/plugin_supervisor.hpp"
#include "unit/daemon/daemon_fixture.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace klik::daemon::test {

inline constexpr int patience_rounds = 6000; // of at most 10 ms; never reached on a working machine

inline void wait_until_readable(int descriptor) {
    constexpr int at_most_ms = 10;
    pollfd waited{.fd = descriptor, .events = POLLIN, .revents = 0};
    poll(&waited, 1, at_most_ms);
}

/// A program in the language of the shell.
inline std::filesystem::path shell_program(const TemporaryFolder& folder, const std::string& name,
                                           const std::string& body) {
    const auto path = folder.write(name, "#!/bin/sh\n" + body + "\n");
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
}

/// Plugins under a supervisor whose time the test says.
class SupervisedPrograms : public testing::Test {
  protected:
    PluginCommand plugin(const std::string& body, const std::string& name = "mail") const {
        return {.name = name,
                .program = shell_program(folder, "klik-" + name, body),
                .arguments = {},
                .environment = {"PATH=/usr/bin:/bin", "HERE=" + folder.path().native()},
                .state_folder = folder.path() / "state" / name};
    }
    void start(std::vector<PluginCommand> plugins) {
        ASSERT_TRUE(supervisor.start(std::move(plugins), at));
    }
    /// What happens next at this time, when something does.
    PluginNews next_news() {
        for (int i = 0; i < patience_rounds && unread.empty(); ++i) {
            unread = supervisor.step(at);
            wait_until_readable(unread.empty() ? supervisor.descriptor() : -1);
        }
        if (unread.empty()) {
            ADD_FAILURE() << "nothing happened";
            return {};
        }
        auto first = unread.front();
        unread.erase(unread.begin());
        return first;
    }
    /// Starts the only plugin, which then ends by itself; how long it waits is the answer.
    std::chrono::seconds wait_after_an_end() {
        EXPECT_TRUE(next_news().started);
        return next_news().next_try.value_or(std::chrono::seconds{-1});
    }
    template <class Holds>
    void step_until(Holds holds) {
        for (int i = 0; i < patience_rounds && !holds(); ++i) {
            const auto news = supervisor.step(at);
            unread.insert(unread.end(), news.begin(), news.end());
            wait_until_readable(supervisor.descriptor());
        }
        EXPECT_TRUE(holds());
    }
    void step_until_logged(const std::string& words) {
        step_until([&] { return log.text().contains(words); });
    }
    void step_until_all_have_ended() {
        step_until([&] { return !supervisor.any_runs(); });
    }
    PluginStatus status() const { return supervisor.statuses().at(0); }

    TemporaryFolder folder;
    const CapturedLog log;
    bus::Instant at{std::chrono::hours{1}};
    PluginSupervisor supervisor;
    std::vector<PluginNews> unread;
};

} // namespace klik::daemon::test
