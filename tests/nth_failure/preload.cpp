// What test_nth_failure.py loads into a program: KLIK_FAIL=sync:3 makes the third sync fail,
// KLIK_FAIL=sync:3+ those behind it as well. The file KLIK_FAIL_REPORT is there once one has.

#include "nth_failure/failing_calls.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>

namespace {

using namespace klik::nth_failure;

/// Past the calls that may fail.
void report() {
    if (const char* file = std::getenv("KLIK_FAIL_REPORT")) {
        syscall(SYS_openat, AT_FDCWD, file, O_CREAT | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR);
    }
}

__attribute__((constructor)) void begin() {
    const char* wish = std::getenv("KLIK_FAIL");
    if (wish == nullptr) {
        return;
    }
    const std::string_view words{wish};
    const auto colon = words.find(':');
    const auto kind = call_kind(words.substr(0, colon));
    std::uint64_t nth = 0;
    if (!kind || colon == std::string_view::npos ||
        std::from_chars(words.data() + colon + 1, words.data() + words.size(), nth).ec !=
            std::errc{}) {
        _exit(127);
    }
    when_a_call_fails(report);
    fail_call(*kind, nth, words.ends_with('+'));
}

} // namespace
