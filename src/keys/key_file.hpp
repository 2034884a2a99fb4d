#pragma once

#include "domain/problem.hpp"
#include "keys/key_pair.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace klik::keys {

/// Writes a new file of mode 0600 that holds both keys as TOML:
///
///     public = "..."
///     secret = "..."
///
/// `conflict` when a file of that name is there, `unusable` when it cannot be written.
[[nodiscard]] domain::Result<void> write_key_file(const std::filesystem::path& path,
                                                  const KeyPair& pair);

/// Reads one back. `forbidden` when others can read it or it is another user's, `not_found`,
/// `too_large`, or `malformed` with the line.
[[nodiscard]] domain::Result<KeyPair> read_key_file(const std::filesystem::path& path);

/// The same out of the credential of that name (keys/credential.hpp).
[[nodiscard]] domain::Result<KeyPair> read_key_credential(const std::string& name);

/// A public key that is given as 40 characters of Z85, or as the name of a file that holds them,
/// either alone or as `public = "..."`.
[[nodiscard]] domain::Result<std::string> public_key_from(std::string_view key_or_file);

} // namespace klik::keys
