#pragma once

#include <expected>
#include <string>

namespace klik {

/// What went wrong, as a value.
///
/// `code` is klikd's own (docs/protocol.md 3, "Errors"), or one of this library's:
/// - `no_answer`: nothing was heard in time; the question may be put again
/// - `unreadable`: klikd, or what answers in its place, sent what is no message of the protocol
/// - `unusable`: the endpoint or the network cannot be used
/// - `gone`: the journal no longer keeps what the stream asked for; take a snapshot
struct Error {
    std::string code;
    std::string text; ///< one sentence

    friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

} // namespace klik
