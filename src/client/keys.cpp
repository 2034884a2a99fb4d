#include "klik/keys.hpp"

#include "keys/credential.hpp"
#include "keys/guarded_file.hpp"
#include "keys/key_file.hpp"

#include <filesystem>

namespace klik {

namespace {

std::unexpected<Error> error_of(const domain::Problem& problem) {
    return std::unexpected(Error{problem.code, problem.sentence()});
}

Result<std::string> secret_in(const std::filesystem::path& path, keys::Guard guard) {
    auto text = keys::read_guarded_file(path, guard);
    if (!text) {
        return error_of(text.error());
    }
    text->erase(text->find_last_not_of("\r\n") + 1);
    if (text->empty()) {
        return std::unexpected(Error{"malformed", path.native() + ": is empty"});
    }
    return *std::move(text);
}

Result<CurveKeys> curve_keys(domain::Result<keys::KeyPair> own, std::string_view server_key) {
    if (!own) {
        return error_of(own.error());
    }
    auto server = keys::public_key_from(server_key);
    if (!server) {
        return error_of(server.error());
    }
    return CurveKeys{*std::move(server), std::move(own->public_key), std::move(own->secret_key)};
}

} // namespace

Result<CurveKeys> read_curve_keys(const std::string& key_file, std::string_view server_key) {
    return curve_keys(keys::read_key_file(key_file), server_key);
}

Result<CurveKeys> read_curve_keys_of_credential(const std::string& name,
                                                std::string_view server_key) {
    return curve_keys(keys::read_key_credential(name), server_key);
}

Result<std::string> read_secret_file(const std::string& file) {
    return secret_in(file, keys::Guard::reading);
}

Result<std::string> read_credential(const std::string& name) {
    const auto path = keys::credential_path(name);
    if (!path) {
        return error_of(path.error());
    }
    return secret_in(*path, keys::Guard::writing);
}

} // namespace klik
