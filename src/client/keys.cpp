#include "klik/keys.hpp"

#include "keys/key_file.hpp"

namespace klik {

namespace {

std::unexpected<Error> error_of(const domain::Problem& problem) {
    return std::unexpected(Error{problem.code, problem.sentence()});
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

} // namespace klik
