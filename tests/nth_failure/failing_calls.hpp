#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace klik::nth_failure {

/// Calls of a program, of which one is made to fail. They stand before those of the C library for
/// all that this is linked or loaded into, libraries included.
enum class CallKind : std::uint8_t {
    write,       ///< to a file: EIO
    sync,        ///< fsync and fdatasync of a file: EIO
    folder_sync, ///< of a folder: EIO
    space,       ///< of a file, more or less of it: ENOSPC
    open,        ///< of files, and new folders: EACCES
    send,        ///< to a socket: ECONNRESET
    receive,     ///< from a socket: ECONNRESET
    allocation,  ///< malloc and what is made of it: ENOMEM
};
[[nodiscard]] std::optional<CallKind> call_kind(std::string_view name);

/// From now on calls of the kind are counted from 1, and that one fails; with `ever_after` all
/// behind it as well.
void fail_call(CallKind kind, std::uint64_t nth, bool ever_after);
void fail_no_call();
/// Since then one has failed.
[[nodiscard]] bool call_has_failed();
/// Called when the first one does, wherever that is: it must not allocate.
void when_a_call_fails(void (*tell)());

} // namespace klik::nth_failure
