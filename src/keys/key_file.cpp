#include "keys/key_file.hpp"

#include "codec/toml_table_reader.hpp"
#include "keys/credential.hpp"
#include "keys/guarded_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace klik::keys {

namespace {

using codec::TomlProblems;
using codec::TomlTableReader;
using domain::Problem;

constexpr std::string_view key_allowed = "a key, which is 40 characters of Z85";

std::string error_text(int error) {
    return std::error_code{error, std::generic_category()}.message();
}

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return ::fsync(descriptor) == 0;
}

/// Reads the keys of `text` with `read`; its problems, or the first of them, become one.
template <class Read>
auto read_toml(std::string_view text, const std::string& file, Read read)
    -> domain::Result<typename decltype(read(std::declval<TomlTableReader&>()))::value_type> {
    TomlProblems problems{file, {}};
    try {
        const auto parsed = toml::parse(text, file);
        TomlTableReader table{parsed, "", {"public", "secret"}, problems};
        if (auto value = read(table); value && problems.found.empty()) {
            return *std::move(value);
        }
    } catch (const toml::parse_error& failure) {
        problems.report(failure.source(), std::string{failure.description()});
    }
    return std::unexpected(problems.found.front());
}

std::optional<KeyPair> pair_in(const TomlTableReader& table) {
    const auto public_key = table.required("public", key_in, key_allowed);
    const auto secret_key = table.required("secret", key_in, key_allowed);
    if (!public_key || !secret_key) {
        return std::nullopt;
    }
    if (public_key_of(*secret_key) != *public_key) {
        table.report("public", "`public` does not go with `secret`; make a new pair");
        return std::nullopt;
    }
    return KeyPair{*public_key, *secret_key};
}

domain::Result<KeyPair> read_pair(const std::filesystem::path& path, Guard guard) {
    const auto text = read_guarded_file(path, guard);
    if (!text) {
        return std::unexpected(text.error());
    }
    return read_toml(*text, path.native(), pair_in);
}

std::string_view without_blank_ends(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

} // namespace

domain::Result<void> write_key_file(const std::filesystem::path& path, const KeyPair& pair) {
    const std::string text = "# A secret: whoever has this file is who it names.\npublic = \"" +
                             pair.public_key + "\"\nsecret = \"" + pair.secret_key + "\"\n";
    const int descriptor =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) {
        return std::unexpected(
            errno == EEXIST
                ? Problem{"conflict", path.native(),
                          "is there already, and a key that is in use is not overwritten; move it "
                          "away or choose another name"}
                : Problem{"unusable", path.native(), "cannot be made: " + error_text(errno)});
    }
    const bool written = write_all(descriptor, text);
    const int error = errno;
    ::close(descriptor);
    if (!written) {
        ::unlink(path.c_str());
        return std::unexpected(
            Problem{"unusable", path.native(), "cannot be written: " + error_text(error)});
    }
    return {};
}

domain::Result<KeyPair> read_key_file(const std::filesystem::path& path) {
    return read_pair(path, Guard::reading);
}

domain::Result<KeyPair> read_key_credential(const std::string& name) {
    const auto path = credential_path(name);
    return path ? read_pair(*path, Guard::writing) : std::unexpected(path.error());
}

domain::Result<std::string> public_key_from(std::string_view key_or_file) {
    if (is_key(key_or_file)) {
        return std::string{key_or_file};
    }
    const std::filesystem::path path{key_or_file};
    const auto text = read_guarded_file(path, Guard::writing);
    if (!text) {
        return domain::malformed(std::string{key_or_file},
                                 "is neither a public key (40 characters of Z85) nor a file that "
                                 "holds one: " +
                                     text.error().text);
    }
    if (const auto alone = without_blank_ends(*text); is_key(alone)) {
        return std::string{alone};
    }
    return read_toml(*text, path.native(), [](const TomlTableReader& table) {
        return table.required("public", key_in, key_allowed);
    });
}

} // namespace klik::keys
