#include "daemon/gate.hpp"

#include "daemon/client_watch.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

namespace klik::daemon {

namespace {

using domain::Problem;

/// What ZeroMQ gives a connection that brings no routing id of its own: a zero and four bytes.
bool given_by_zeromq(const std::string& routing_id) {
    constexpr std::size_t bytes = 5;
    return routing_id.size() == bytes && routing_id.front() == '\0';
}

} // namespace

domain::Result<codec::Caller> Gate::admit(const bus::Incoming& incoming, bus::Instant now) {
    if (auto rate = check_rate(incoming, now); !rate) {
        return std::unexpected(std::move(rate.error()));
    }
    auto caller = caller_of(incoming.from);
    if (!caller) {
        return caller;
    }
    if (auto allowed = codec::check_verb(*caller, incoming.verb); !allowed) {
        return std::unexpected(std::move(allowed.error()));
    }
    return caller;
}

bool Gate::may_read(const bus::ClientAddress& client) const {
    return curve_ == nullptr || curve_->authorised.may_read(municipality_, client.public_key);
}

domain::Result<codec::Caller> Gate::caller_of(const bus::ClientAddress& from) const {
    if (curve_ == nullptr) {
        return codec::local_caller();
    }
    const auto* const key = curve_->authorised.find(municipality_, from.public_key);
    if (key == nullptr) {
        return std::unexpected(Problem{
            "forbidden", "",
            fmt::format("this key is not authorised for {} any more", municipality_.value)});
    }
    // Whoever knows another's routing id could take it over when that connection breaks, and would
    // be sent what was meant for the other. One that ZeroMQ gives is known to nobody.
    if (!given_by_zeromq(from.routing_id)) {
        return std::unexpected(
            Problem{"forbidden", "",
                    "a connection with a key may not choose its routing id; leave ZMQ_ROUTING_ID "
                    "unset"});
    }
    return key->caller();
}

domain::Result<void> Gate::check_rate(const bus::Incoming& incoming, bus::Instant now) {
    const auto decision =
        rates_.take(incoming.from.routing_id, incoming.verb.size() + incoming.payload.size(), now);
    if (decision.verdict == bus::RateVerdict::within) {
        return {};
    }
    ++busy_;
    const std::string limit = decision.verdict == bus::RateVerdict::too_many_messages
                                  ? fmt::format("{} messages a second", limits_.messages_per_second)
                                  : fmt::format("{} bytes a second", limits_.bytes_per_second);
    if (decision.worth_telling) {
        spdlog::warn("[K164] {}: {} sends more than {}; what is too much is answered with busy",
                     municipality_.value, name_of(incoming.from), limit);
    }
    return std::unexpected(
        Problem{"busy", "",
                fmt::format("this connection sends more than {}; wait and send it again", limit)});
}

std::string Gate::name_of(const bus::ClientAddress& client) const {
    const auto* const key =
        curve_ == nullptr ? nullptr : curve_->authorised.find(municipality_, client.public_key);
    return key == nullptr ? to_string(client) : "the key " + key->name;
}

} // namespace klik::daemon
