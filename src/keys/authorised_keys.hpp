#pragma once

#include "codec/rights.hpp"
#include "domain/ids.hpp"
#include "domain/problem.hpp"

#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace klik::keys {

/// Letters, digits and `.`, `-`, `_`, at most 64, a letter or digit first, and none of the names
/// that klikd itself stands for in `via`.
[[nodiscard]] bool is_key_name(std::string_view text);
inline constexpr std::string_view key_name_allowed =
    "1 to 64 letters, digits, '.', '-' or '_', a letter or digit first, and neither local nor "
    "platform, which are klikd's own";

/// An entry of the file: who may come in where, and do what.
struct AuthorisedKey {
    std::string name;
    std::string public_key; ///< Z85
    domain::MunicipalityCode municipality;
    codec::Rights rights;
    std::optional<domain::PersonId> person; ///< the key's own
    friend bool operator==(const AuthorisedKey&, const AuthorisedKey&) = default;

    [[nodiscard]] codec::Caller caller() const { return {name, rights, person}; }
};

/// All authorised keys. A public key is known once in a municipality, and so is a name.
class KeyRing {
  public:
    /// Nullptr where the key is not known in that municipality.
    [[nodiscard]] const AuthorisedKey* find(const domain::MunicipalityCode& municipality,
                                            const std::string& public_key) const;
    [[nodiscard]] bool may_read(const domain::MunicipalityCode& municipality,
                                const std::string& public_key) const;
    [[nodiscard]] std::size_t size() const { return keys_.size(); }
    /// Whether some key of the municipality could read there by this ring and cannot by `later`.
    [[nodiscard]] bool loses_readers(const KeyRing& later,
                                     const domain::MunicipalityCode& municipality) const;

    /// False when the municipality knows the public key already.
    [[nodiscard]] bool add(AuthorisedKey key);
    friend bool operator==(const KeyRing&, const KeyRing&) = default;

  private:
    std::map<std::pair<domain::MunicipalityCode, std::string>, AuthorisedKey> keys_;
};

/// Reads the text of a file, whole or not at all:
///
///     [[key]]
///     name = "mail"
///     public = "..."
///     municipality = "9999"
///     rights = ["read", "report", "deliver"]
///     person = "p7"
///
/// Every mistake is found, with `file:line` as its path.
[[nodiscard]] std::expected<KeyRing, std::vector<domain::Problem>>
parse_authorised_keys(std::string_view toml, std::string_view file_name);

/// The same of a file, which others must not be able to change.
[[nodiscard]] std::expected<KeyRing, std::vector<domain::Problem>>
read_authorised_keys(const std::filesystem::path& path);

/// An entry as it stands in the file, without a person.
[[nodiscard]] std::string toml_of(const AuthorisedKey& key);

} // namespace klik::keys
