#include "daemon/plugin_process.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

namespace klik::daemon {

namespace {

std::unexpected<domain::Problem> cannot_start(const PluginCommand& command, int error) {
    return std::unexpected(domain::Problem{
        "unusable", command.program.native(),
        "cannot be started: " + std::error_code{error, std::generic_category()}.message()});
}

struct Pipe {
    Descriptor reading;
    Descriptor writing;
};

/// Readable once the process has ended; empty where the kernel has none. The header of glibc 2.36
/// that declares it is not for C++.
Descriptor end_of(pid_t pid) {
    return Descriptor{static_cast<int>(syscall(SYS_pidfd_open, pid, 0))};
}

/// Both ends empty where the system gives none.
Pipe make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        return {};
    }
    return {Descriptor{ends[0]}, Descriptor{ends[1]}};
}

/// What a process begins with: three descriptors, its own group, and signals as if nobody had ever
/// touched them.
class SpawnRecipe {
  public:
    SpawnRecipe(int input, int output) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions_, output, STDERR_FILENO);
        posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
        posix_spawnattr_init(&attributes_);
        posix_spawnattr_setpgroup(&attributes_, 0);
        sigset_t signals;
        sigemptyset(&signals);
        posix_spawnattr_setsigmask(&attributes_, &signals);
        sigfillset(&signals);
        posix_spawnattr_setsigdefault(&attributes_, &signals);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                                   POSIX_SPAWN_SETSIGDEF);
    }
    ~SpawnRecipe() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }
    SpawnRecipe(const SpawnRecipe&) = delete;
    SpawnRecipe& operator=(const SpawnRecipe&) = delete;

    /// An error number, 0 for none.
    int spawn(const PluginCommand& command, pid_t& pid) const {
        std::vector<std::string> words{command.program.native()};
        words.insert(words.end(), command.arguments.begin(), command.arguments.end());
        std::vector<std::string> variables{command.environment};
        const auto arguments = pointers(words);
        const auto environment = pointers(variables);
        return posix_spawn(&pid, command.program.c_str(), &actions_, &attributes_, arguments.data(),
                           environment.data());
    }

  private:
    static std::vector<char*> pointers(std::vector<std::string>& texts) {
        std::vector<char*> list;
        list.reserve(texts.size() + 1);
        for (auto& text : texts) {
            list.push_back(text.data());
        }
        list.push_back(nullptr);
        return list;
    }

    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

} // namespace

std::string ProcessEnd::words() const {
    if (signal == 0) {
        return fmt::format("exit code {}", code);
    }
    const char* name = sigabbrev_np(signal);
    return name == nullptr ? fmt::format("signal {}", signal) : fmt::format("signal {}", name);
}

std::string ProcessEnd::words_da() const {
    return signal == 0 ? fmt::format("exitkode {}", code) : words();
}

domain::Result<PluginProcess> PluginProcess::start(const PluginCommand& command) {
    auto input = make_pipe();
    auto output = make_pipe();
    if (!input.reading.open() || !output.reading.open() ||
        fcntl(output.reading.number(), F_SETFL, O_NONBLOCK) != 0) {
        return cannot_start(command, errno);
    }
    const SpawnRecipe recipe{input.reading.number(), output.writing.number()};
    pid_t pid = 0;
    if (const int error = recipe.spawn(command, pid); error != 0) {
        return cannot_start(command, error);
    }
    // It is ours to wait for, so that its number is not given to another before we do.
    PluginProcess process{pid, end_of(pid), std::move(input.writing), std::move(output.reading)};
    if (!process.end_.open()) {
        return cannot_start(command, errno);
    }
    return process;
}

PluginProcess::PluginProcess(pid_t pid, Descriptor end, Descriptor input, Descriptor output)
    : pid_{pid}, end_{std::move(end)}, input_{std::move(input)}, output_{std::move(output)} {}

PluginProcess::PluginProcess(PluginProcess&& other) noexcept
    : pid_{std::exchange(other.pid_, 0)}, end_{std::move(other.end_)},
      input_{std::move(other.input_)}, output_{std::move(other.output_)} {}

PluginProcess::~PluginProcess() {
    if (pid_ != 0) {
        send(SIGKILL);
        while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
}

std::string PluginProcess::read_output() {
    std::string bytes(output_at_once, '\0');
    const auto count =
        output_.open() ? ::read(output_.number(), bytes.data(), bytes.size()) : ssize_t{-1};
    if (count == 0) {
        output_.close(); // else it would be readable for ever
    }
    bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return bytes;
}

void PluginProcess::send(int signal) const {
    if (pid_ != 0) {
        kill(-pid_, signal);
        if (getpgid(pid_) != pid_) { // it has left the group that it was started in
            kill(pid_, signal);
        }
    }
}

std::optional<ProcessEnd> PluginProcess::take_end() {
    siginfo_t info{};
    if (pid_ == 0 ||
        waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
        info.si_pid == 0) {
        return std::nullopt;
    }
    send(SIGKILL); // as long as it is not waited for, the group is its own
    waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED);
    pid_ = 0;
    return info.si_code == CLD_EXITED ? ProcessEnd{.code = info.si_status}
                                      : ProcessEnd{.signal = info.si_status};
}

} // namespace klik::daemon
