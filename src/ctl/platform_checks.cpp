#include "ctl/platform_checks.hpp"

#include "client/handshake.hpp"
#include "ctl/endpoint_checks.hpp"
#include "klik/keys.hpp"

#include <fmt/format.h>

#include <chrono>
#include <optional>

namespace klik::ctl {

namespace {

constexpr std::chrono::milliseconds handshake_patience{3000};

Finding failed(std::string danish, std::string english) {
    return {"platform", has_failed, std::move(danish), std::move(english)};
}

/// As klikd comes to a platform: with its own key where it knows the platform's. Nothing where its
/// own cannot be read here, which is for `--check-config` to say.
std::optional<std::optional<CurveKeys>> keys_for(const OperatorFile::Platform& platform,
                                                 const OperatorFile& file) {
    if (platform.server_key.empty()) {
        return std::optional<CurveKeys>{};
    }
    auto keys = file.own_key_credential.empty()
                    ? read_curve_keys(file.own_key, platform.server_key)
                    : read_curve_keys_of_credential(file.own_key_credential, platform.server_key);
    return keys ? std::optional{std::optional{*std::move(keys)}} : std::nullopt;
}

/// What to do about an outcome; `who` is the platform.
Finding words_of(client::Handshake outcome, bool has_keys, const std::string& who) {
    using enum client::Handshake;
    switch (outcome) {
    case refused:
        return failed(who + " lukker ikke klikds egen nøgle ind; den står i klikds log (K160)",
                      who + " does not let in klikd's own key, which is in klikd's log (K160)");
    case strangers:
        return failed(who + " og klikd kender ikke hinanden: `server_key` er ikke platformens "
                            "nøgle, eller den kender ikke klikds egen (K160)",
                      who + " and klikd do not know each other: `server_key` is not the platform's "
                            "key, or it does not know klikd's own (K160)");
    case other_mechanism:
        return has_keys ? failed(who + " har ikke CURVE: slå det til der, eller fjern `server_key`",
                                 who + " has no CURVE: turn it on there, or leave out `server_key`")
                        : failed(who + " lukker kun nøgler ind: tilføj platformens `server_key`",
                                 who + " lets in keys alone: add the platform's `server_key`");
    case other_socket:
        return failed(who + " er en anden slags endepunkt: `live` er platformens PUB, `control` "
                            "dens ROUTER",
                      who + " is an endpoint of another kind: `live` is the platform's PUB, "
                            "`control` its ROUTER");
    case done:
    case none:
        break;
    }
    return failed(who + " svarer ikke på ZeroMQ: er det platformens endepunkt?",
                  who + " does not answer in ZeroMQ: is it the platform's endpoint?");
}

/// Somebody listens there; nothing where klikd and it know each other.
std::optional<Finding> unknown_at(const OperatorFile::Platform& platform,
                                  const OperatorFile& file) {
    const auto keys = keys_for(platform, file);
    if (!keys) {
        return std::nullopt;
    }
    const auto outcome =
        client::shake_hands(platform.endpoint, platform.is_live, *keys, handshake_patience);
    return outcome == client::Handshake::done
               ? std::nullopt
               : std::optional{words_of(outcome, keys->has_value(),
                                        platform.name + " (" + platform.endpoint + ")")};
}

} // namespace

std::vector<Finding> check_platforms(const OperatorFile& file) {
    std::vector<Finding> findings;
    for (const auto& platform : file.platforms) {
        const auto& endpoint = platform.endpoint;
        if (const auto why = unreachable(endpoint)) {
            findings.push_back(
                failed(fmt::format("{} svarer ikke på {}: {}", platform.name, endpoint, *why),
                       fmt::format("{} does not answer at {}: {}", platform.name, endpoint, *why)));
        } else if (auto stranger = unknown_at(platform, file)) {
            findings.push_back(*std::move(stranger));
        }
    }
    return findings;
}

} // namespace klik::ctl
