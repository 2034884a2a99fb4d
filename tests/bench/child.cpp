#include "bench/child.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <stdexcept>

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

} // namespace

Child::Child(const std::vector<std::string>& command, const std::vector<std::string>& environment) {
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
    kill(pid_, SIGTERM);
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
    std::ifstream file{fmt::format("/proc/{}/stat", pid_)};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    // Fields 14 and 15, counted behind the name, which may hold anything.
    std::size_t at = text.rfind(')');
    constexpr int fields_between = 12;
    for (int field = 0; field < fields_between && at != std::string::npos; ++field) {
        at = text.find(' ', at + 1);
    }
    std::size_t end = 0;
    const auto user = std::stod(text.substr(at), &end);
    const auto system = std::stod(text.substr(at + end));
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::size_t Child::peak_bytes() const {
    std::ifstream file{fmt::format("/proc/{}/status", pid_)};
    for (std::string word; file >> word;) {
        if (word == "VmHWM:") {
            std::size_t kib = 0;
            file >> kib;
            return kib << 10U;
        }
    }
    return 0;
}

} // namespace klik::bench
