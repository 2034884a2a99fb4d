#include "klik/keys.hpp"

#include "keys/guarded_file.hpp"
#include "keys/key_file.hpp"

#include <cstdlib>
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

} // namespace

Result<CurveKeys> read_curve_keys(const std::string& key_file, std::string_view server_key) {
    auto own = keys::read_key_file(key_file);
    if (!own) {
        return error_of(own.error());
    }
    auto server = keys::public_key_from(server_key);
    if (!server) {
        return error_of(server.error());
    }
    return CurveKeys{*std::move(server), std::move(own->public_key), std::move(own->secret_key)};
}

Result<std::string> read_secret_file(const std::string& file) {
    return secret_in(file, keys::Guard::reading);
}

Result<std::string> read_credential(const std::string& name) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): none of ours ever sets one
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (folder == nullptr) {
        return std::unexpected(Error{"not_found", "systemd passed no credentials; the unit needs "
                                                  "LoadCredential=" +
                                                      name + ":FILE"});
    }
    if (name.empty() || name.find('/') != std::string::npos) {
        return std::unexpected(Error{"malformed", "a credential is named without `/`"});
    }
    // Who may read it is systemd's affair, and not always told by the mode.
    return secret_in(std::filesystem::path{folder} / name, keys::Guard::writing);
}

} // namespace klik
