#include "daemon/curve_keys.hpp"

#include "keys/key_file.hpp"

namespace klik::daemon {

std::expected<std::optional<CurveKeys>, std::vector<domain::Problem>>
load_curve_keys(const std::optional<CurveSettings>& settings) {
    if (!settings) {
        return std::nullopt;
    }
    auto own = settings->secret_key_credential.empty()
                   ? keys::read_key_file(settings->secret_key)
                   : keys::read_key_credential(settings->secret_key_credential);
    auto authorised = keys::read_authorised_keys(settings->authorised_keys);
    if (own && authorised) {
        return CurveKeys{*std::move(own), *std::move(authorised)};
    }
    auto problems = authorised ? std::vector<domain::Problem>{} : std::move(authorised.error());
    if (!own) {
        problems.insert(problems.begin(), std::move(own.error()));
    }
    return std::unexpected(std::move(problems));
}

} // namespace klik::daemon
