#pragma once

#include <optional>
#include <string>

namespace klik::ctl {

/// Who listens where klikd would: the words of the system's table of processes, such as
/// `process 4711 (python3)`, empty where that is not told; nothing where the endpoint is free or is
/// none of TCP with a port.
[[nodiscard]] std::optional<std::string> taken_by(const std::string& endpoint);

/// Why nobody can be reached at an endpoint, in the system's words; nothing where somebody is.
[[nodiscard]] std::optional<std::string> unreachable(const std::string& endpoint);

} // namespace klik::ctl
