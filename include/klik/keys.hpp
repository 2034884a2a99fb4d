#pragma once

#include "klik/error.hpp"

#include <string>
#include <string_view>

namespace klik {

/// What a client needs to talk to a klikd that has CURVE on, each as 40 characters of Z85.
struct CurveKeys {
    std::string server_public; ///< klikd's; whoever answers with another key is not talked to
    std::string public_key;    ///< the client's own pair
    std::string secret_key;
};

/// The client's own pair from a file that `klikctl keygen` made, and klikd's public key, either as
/// it is or as the name of a file that holds it. Errors are `not_found`, `too_large`,
/// `malformed`, and `forbidden` for a key file that others can read or that is another user's.
[[nodiscard]] Result<CurveKeys> read_curve_keys(const std::string& key_file,
                                                std::string_view server_key);

/// The same with the client's own pair out of what systemd passed under that name.
[[nodiscard]] Result<CurveKeys> read_curve_keys_of_credential(const std::string& name,
                                                              std::string_view server_key);

/// The text of a file with a secret, such as a password, without the line's end. Errors are as
/// above: a file that others can read is `forbidden`.
[[nodiscard]] Result<std::string> read_secret_file(const std::string& file);

/// What systemd passed to this service under that name (`LoadCredential=`), or for a program that
/// no unit started what lies in /etc/credstore under that name.
[[nodiscard]] Result<std::string> read_credential(const std::string& name);

} // namespace klik
