#include "bench/child.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace klik::bench {

namespace {

/// As the system's calls want them; `words` outlives them.
std::vector<char*> pointers_to(const std::vector<std::string>& words) {
    std::vector<char*> pointers;
    pointers.reserve(words.size());
    for (const auto& word : words) {
        pointers.push_back(const_cast<char*>(word.c_str())); // NOLINT: posix_spawn's own interface
    }
    return pointers;
}

/// A process and those below it. Only for programs whose first thread starts all others.
std::vector<pid_t> family_of(pid_t pid) {
    std::vector<pid_t> family{pid};
    std::ifstream children{fmt::format("/proc/{0}/task/{0}/children", pid)};
    for (pid_t child = 0; children >> child;) {
        const auto below = family_of(child);
        family.insert(family.end(), below.begin(), below.end());
    }
    return family;
}

/// Of all threads of a process, and of its children that have ended.
double processor_ticks(pid_t pid) {
    std::ifstream file{fmt::format("/proc/{}/stat", pid)};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    // Fields 14 to 17, counted behind the name, which may hold anything.
    constexpr int fields_between = 12;
    constexpr int wanted = 4;
    std::istringstream fields{text.substr(std::min(text.size(), text.rfind(')') + 1))};
    std::string skipped;
    for (int field = 1; field < fields_between; ++field) {
        fields >> skipped;
    }
    double sum = 0;
    for (int field = 0; field < wanted; ++field) {
        double ticks = 0;
        fields >> ticks;
        sum += ticks;
    }
    return sum;
}

/// A line of one of the system's files about a process.
std::size_t bytes_in(pid_t pid, std::string_view name, std::string_view key) {
    std::ifstream file{fmt::format("/proc/{}/{}", pid, name)};
    for (std::string word; file >> word;) {
        if (word == key) {
            std::size_t kib = 0;
            file >> kib;
            return kib << 10U;
        }
    }
    return 0;
}

} // namespace

bool succeeds(const std::vector<std::string>& command) {
    auto words = pointers_to(command);
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int output : {STDOUT_FILENO, STDERR_FILENO}) {
        posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0);
    }
    pid_t pid = -1;
    const int failed = posix_spawn(&pid, words[0], &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    return failed == 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

Child::Child(const std::vector<std::string>& command, const std::vector<std::string>& environment,
             int end_signal)
    : end_signal_{end_signal} {
    std::array<int, 2> pipe{};
    if (pipe2(pipe.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe");
    }
    auto words = pointers_to(command);
    words.push_back(nullptr);
    auto surroundings = pointers_to(environment);
    for (char** ours = environ; *ours != nullptr; ++ours) {
        surroundings.push_back(*ours);
    }
    surroundings.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
    const int failed =
        posix_spawn(&pid_, words[0], &actions, nullptr, words.data(), surroundings.data());
    posix_spawn_file_actions_destroy(&actions);
    close(pipe[1]);
    output_ = pipe[0];
    if (failed != 0) {
        close(output_);
        throw std::runtime_error(command[0] + " cannot be started");
    }
}

Child::~Child() {
    kill(pid_, end_signal_);
    waitpid(pid_, nullptr, 0);
    close(output_);
}

std::string Child::line() {
    for (;;) {
        if (const auto end = read_.find('\n'); end != std::string::npos) {
            auto line = read_.substr(0, end);
            read_.erase(0, end + 1);
            return line;
        }
        std::array<char, 4096> bytes{};
        const auto count = read(output_, bytes.data(), bytes.size());
        if (count <= 0) {
            throw std::runtime_error("a program ended before it was ready");
        }
        read_.append(bytes.data(), static_cast<std::size_t>(count));
    }
}

double Child::processor_s() const {
    double ticks = 0;
    for (const auto pid : family_of(pid_)) {
        ticks += processor_ticks(pid);
    }
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::size_t Child::peak_bytes() const {
    return bytes_in(pid_, "status", "VmHWM:");
}

std::size_t Child::shared_bytes() const {
    std::size_t bytes = 0;
    for (const auto pid : family_of(pid_)) {
        bytes += bytes_in(pid, "smaps_rollup", "Pss:");
    }
    return bytes;
}

} // namespace klik::bench
