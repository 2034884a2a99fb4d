#include "nth_failure/failing_calls.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <new>

namespace klik::nth_failure {

namespace {

constexpr std::array<std::string_view, 8> kind_names{"write", "sync", "folder_sync", "space",
                                                     "open",  "send", "receive",     "allocation"};

// Used before any constructor has run, and while memory is short.
constinit std::atomic<bool> armed{false};
constinit std::atomic<CallKind> wanted{};
constinit std::atomic<std::uint64_t> left{0};
constinit std::atomic<bool> goes_on{false};
constinit std::atomic<bool> failed{false};
constinit std::atomic<void (*)()> told{nullptr};

/// Counts the call; true when it is to fail.
bool fails(CallKind kind, int error) {
    if (!armed.load() || wanted.load() != kind) {
        return false;
    }
    const bool is_it = left.load() > 0 && left.fetch_sub(1) == 1;
    if (is_it) {
        failed.store(true);
        if (auto* tell = told.load()) {
            tell();
        }
    }
    if (is_it || (goes_on.load() && left.load() == 0)) {
        errno = error;
        return true;
    }
    return false;
}

mode_t kind_of_file(int descriptor) {
    const int before = errno;
    struct stat found{};
    const bool known = fstat(descriptor, &found) == 0;
    errno = before;
    return known ? found.st_mode & S_IFMT : 0;
}

bool is_file(int descriptor) {
    return kind_of_file(descriptor) == S_IFREG;
}

CallKind sync_of(int descriptor) {
    return kind_of_file(descriptor) == S_IFDIR ? CallKind::folder_sync : CallKind::sync;
}

template <class Function>
Function next(const char* name) {
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

mode_t mode_of(int flags, va_list more) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
}

} // namespace

std::optional<CallKind> call_kind(std::string_view name) {
    for (std::size_t kind = 0; kind < kind_names.size(); ++kind) {
        if (kind_names.at(kind) == name) {
            return static_cast<CallKind>(kind);
        }
    }
    return std::nullopt;
}

void fail_call(CallKind kind, std::uint64_t nth, bool ever_after) {
    wanted = kind;
    left = nth;
    goes_on = ever_after;
    failed = false;
    armed = true;
}

void fail_no_call() {
    armed = false;
}

bool call_has_failed() {
    return failed;
}

void when_a_call_fails(void (*tell)()) {
    told = tell;
}

} // namespace klik::nth_failure

// The calls themselves.
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)

namespace {

using namespace klik::nth_failure;

/// The C library's own, or of what a program has in its place; found once.
#define KLIK_NEXT(name) static const auto real = next<decltype(&(name))>(#name)

} // namespace

extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t size) {
    KLIK_NEXT(write);
    return is_file(descriptor) && fails(CallKind::write, EIO) ? -1 : real(descriptor, bytes, size);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t at) {
    KLIK_NEXT(pwrite);
    return fails(CallKind::write, EIO) ? -1 : real(descriptor, bytes, size, at);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t at) {
    KLIK_NEXT(pwrite64);
    return fails(CallKind::write, EIO) ? -1 : real(descriptor, bytes, size, at);
}

ssize_t writev(int descriptor, const iovec* pieces, int count) {
    KLIK_NEXT(writev);
    return is_file(descriptor) && fails(CallKind::write, EIO) ? -1
                                                              : real(descriptor, pieces, count);
}

int fsync(int descriptor) {
    KLIK_NEXT(fsync);
    return fails(sync_of(descriptor), EIO) ? -1 : real(descriptor);
}

int fdatasync(int descriptor) {
    KLIK_NEXT(fdatasync);
    return fails(sync_of(descriptor), EIO) ? -1 : real(descriptor);
}

int ftruncate(int descriptor, off_t size) noexcept {
    KLIK_NEXT(ftruncate);
    return fails(CallKind::space, ENOSPC) ? -1 : real(descriptor, size);
}

int ftruncate64(int descriptor, off64_t size) noexcept {
    KLIK_NEXT(ftruncate64);
    return fails(CallKind::space, ENOSPC) ? -1 : real(descriptor, size);
}

int posix_fallocate(int descriptor, off_t at, off_t size) {
    KLIK_NEXT(posix_fallocate);
    return fails(CallKind::space, ENOSPC) ? ENOSPC : real(descriptor, at, size);
}

int posix_fallocate64(int descriptor, off64_t at, off64_t size) {
    KLIK_NEXT(posix_fallocate64);
    return fails(CallKind::space, ENOSPC) ? ENOSPC : real(descriptor, at, size);
}

int open(const char* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const mode_t mode = mode_of(flags, more);
    va_end(more);
    KLIK_NEXT(open);
    return fails(CallKind::open, EACCES) ? -1 : real(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    const mode_t mode = mode_of(flags, more);
    va_end(more);
    KLIK_NEXT(open64);
    return fails(CallKind::open, EACCES) ? -1 : real(path, flags, mode);
}

int mkdir(const char* path, mode_t mode) noexcept {
    KLIK_NEXT(mkdir);
    return fails(CallKind::open, EACCES) ? -1 : real(path, mode);
}

int rename(const char* from, const char* to) noexcept {
    KLIK_NEXT(rename);
    return fails(CallKind::open, EACCES) ? -1 : real(from, to);
}

ssize_t send(int descriptor, const void* bytes, size_t size, int flags) {
    KLIK_NEXT(send);
    if (fails(CallKind::send, ECONNRESET)) {
        shutdown(descriptor, SHUT_RDWR); // a connection that was reset gives nothing to read either
        errno = ECONNRESET;
        return -1;
    }
    return real(descriptor, bytes, size, flags);
}

ssize_t recv(int descriptor, void* bytes, size_t size, int flags) {
    KLIK_NEXT(recv);
    return fails(CallKind::receive, ECONNRESET) ? -1 : real(descriptor, bytes, size, flags);
}

void* malloc(size_t size) noexcept {
    KLIK_NEXT(malloc);
    return fails(CallKind::allocation, ENOMEM) ? nullptr : real(size);
}

void* calloc(size_t count, size_t size) noexcept {
    KLIK_NEXT(calloc);
    return fails(CallKind::allocation, ENOMEM) ? nullptr : real(count, size);
}

void* realloc(void* memory, size_t size) noexcept {
    KLIK_NEXT(realloc);
    return fails(CallKind::allocation, ENOMEM) ? nullptr : real(memory, size);
}
}

// An allocator in the C library's place has these of its own, past its malloc.

void* operator new(std::size_t size) {
    if (void* memory = malloc(std::max<std::size_t>(size, 1))) {
        return memory;
    }
    throw std::bad_alloc{};
}

void* operator new(std::size_t size, const std::nothrow_t& /*nothrow*/) noexcept {
    return malloc(std::max<std::size_t>(size, 1));
}

void* operator new[](std::size_t size) {
    return operator new(size);
}

void* operator new[](std::size_t size, const std::nothrow_t& nothrow) noexcept {
    return operator new(size, nothrow);
}

// NOLINTEND(readability-inconsistent-declaration-parameter-name)
