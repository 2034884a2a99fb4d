#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace klik::common {

/// The base of a server's addresses, without slashes at its end: https, or http on this machine.
/// None where it is none, or has a user, a query or a fragment.
[[nodiscard]] std::optional<std::string> server_address(std::string_view words);

} // namespace klik::common
