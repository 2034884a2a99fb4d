#pragma once

#include "domain/problem.hpp"

#include <string>
#include <string_view>

namespace klik::bus {

/// An address that was checked, in the form that ZeroMQ takes: `tcp://127.0.0.1:7510`,
/// `ipc:///run/k/live`.
struct Endpoint {
    std::string address;
    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// What keeps strangers away from a socket beside its address.
enum class Protection { none, curve };

/// An address to bind. Without CURVE that is TCP on loopback with a port of 1..32767, 0 or `*` for
/// one that the system picks, or an ipc path in a folder of mode 0700 that is ours
/// (docs/protocol.md 1). With CURVE it is TCP on any address of this machine, as a number or `*`
/// for all of IPv4, or any ipc path. A problem's text says which part is wrong and what is allowed.
[[nodiscard]] domain::Result<Endpoint> endpoint_to_bind(std::string_view text,
                                                        Protection protection = Protection::none);

/// `127.0.0.1:9664`, for a socket that is not ZeroMQ's: an address of 127.0.0.0/8 or `localhost`,
/// and a port as above.
[[nodiscard]] domain::Result<std::string> loopback_address(std::string_view text);

/// An address of a platform to connect to: any port but 0, or an ipc path. Without CURVE it is on
/// loopback, since whoever can reach it is believed.
[[nodiscard]] domain::Result<Endpoint>
endpoint_to_connect(std::string_view text, Protection protection = Protection::none);

} // namespace klik::bus
