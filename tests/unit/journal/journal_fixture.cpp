#include "unit/journal/journal_fixture.hpp"

#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace klik::journal::test {

SmallDisk::SmallDisk(const std::filesystem::path& folder, int size_mib)
    : folder_(folder.string()), size_("size=" + std::to_string(size_mib) + "m") {
    std::filesystem::create_directories(folder);
    mounted_ = mount("tmpfs", folder_.c_str(), "tmpfs", 0, size_.c_str()) == 0;
}

SmallDisk::~SmallDisk() {
    if (mounted_) {
        umount2(folder_.c_str(), MNT_DETACH);
    }
}

bool SmallDisk::make_unwritable() const {
    return mount("tmpfs", folder_.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, size_.c_str()) == 0;
}

Log::Log(Sequence head) : head_(head) {
    heads_.at(static_cast<std::size_t>(engine::EventKind::state)) = head;
}

codec::Record Log::next(engine::EventKind kind, const std::string& subject) {
    Sequence& of_kind = heads_.at(static_cast<std::size_t>(kind));
    ++head_.value;
    codec::Record record{.sequence = head_,
                         .previous = of_kind,
                         .cause = head_,
                         .at = {domain::UtcTime(std::chrono::milliseconds(1'707'000'000'123)),
                                domain::LocalTime(std::chrono::milliseconds(1'707'003'600'123))},
                         .kind = kind,
                         .type = "dk.klik.task.state.v1",
                         .subject = subject,
                         .task = domain::task_number(subject),
                         .data = std::string("\x81\xA6number\0", 9)};
    of_kind = head_;
    return record;
}

std::unique_ptr<Journal> open_or_throw(const std::string& folder) {
    auto opened = open_sqlite_journal(folder);
    if (!opened) {
        throw std::runtime_error(opened.error().code + ": " + opened.error().sentence());
    }
    return std::move(*opened);
}

domain::Problem refusal(const std::string& folder) {
    const auto opened = open_sqlite_journal(folder);
    return opened ? domain::Problem{"opened", folder, ""} : opened.error();
}

std::vector<std::uint64_t> sequences(const Result<std::vector<codec::Record>>& records) {
    std::vector<std::uint64_t> values;
    for (const auto& record : records.value()) {
        values.push_back(record.sequence.value);
    }
    return values;
}

std::string bytes_of(const std::string& file) {
    std::ostringstream bytes;
    bytes << std::ifstream(file, std::ios::binary).rdbuf();
    return bytes.str();
}

void run_sql(const std::string& file, const std::string& script) {
    sqlite3* handle = nullptr;
    int status = sqlite3_open(file.c_str(), &handle);
    if (status == SQLITE_OK) {
        status = sqlite3_exec(handle, script.c_str(), nullptr, nullptr, nullptr);
    }
    const std::string message = sqlite3_errmsg(handle);
    sqlite3_close(handle);
    if (status != SQLITE_OK) {
        throw std::runtime_error(file + ": " + message);
    }
}

Child::Child(const std::function<void(int)>& work) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) {
        throw std::runtime_error("no pipe");
    }
    process_ = fork();
    if (process_ == 0) {
        close(ends[0]);
        work(ends[1]);
        _exit(0);
    }
    close(ends[1]);
    reports_ = ends[0];
}

Child::~Child() {
    kill();
    close(reports_);
}

std::string Child::line() const {
    std::string line;
    char next = 0;
    while (read(reports_, &next, 1) == 1 && next != '\n') {
        line += next;
    }
    return line;
}

void Child::kill() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        waitpid(process_, nullptr, 0);
        process_ = 0;
    }
}

void report(int descriptor, const std::string& line) {
    const std::string text = line + "\n";
    if (write(descriptor, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        _exit(1);
    }
}

std::function<void(int)> holding(const std::string& file, const std::string& script) {
    return [file, script](int descriptor) {
        sqlite3* handle = nullptr;
        sqlite3_open(file.c_str(), &handle);
        sqlite3_exec(handle, script.c_str(), nullptr, nullptr, nullptr);
        report(descriptor, "holding");
        pause();
    };
}

} // namespace klik::journal::test

namespace klik::domain {

void PrintTo(const Problem& problem, std::ostream* out) {
    *out << problem.code << ": " << problem.sentence();
}

} // namespace klik::domain
