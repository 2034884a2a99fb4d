#pragma once

#include "domain/problem.hpp"

#include <filesystem>
#include <string>

namespace klik::keys {

/// Where the secret of that name lies that systemd passed to this service (`LoadCredential=`). A
/// program that no unit started, such as a check by root, finds it where systemd would have taken
/// it from, /etc/credstore. `malformed` for what is no name, `not_found` when it is not there.
/// Who may read a credential is systemd's affair, and not always told by its mode: `Guard::writing`
/// is for its file.
[[nodiscard]] domain::Result<std::filesystem::path> credential_path(const std::string& name);

} // namespace klik::keys
