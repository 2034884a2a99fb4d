#include "simulation/consumer.hpp"

#include "client/event_frames.hpp"
#include "simulation/klikd.hpp"
#include "simulation/platform.hpp"
#include "simulation/violation.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace klik::simulation {

namespace {

constexpr std::uint64_t credit = 25;

nlohmann::json map_of(const std::string& payload) {
    return nlohmann::json::from_msgpack(payload.begin(), payload.end());
}

} // namespace

std::uint64_t digest_of(std::string_view topic, std::string_view envelope) {
    return std::hash<std::string_view>{}(topic) * 31 + std::hash<std::string_view>{}(envelope);
}

void Consumer::step(Network& network, Random& random, bool steady) {
    if (!network.is_up(connection_)) {
        unstored_.clear();
        open(network);
        return;
    }
    for (const auto& message : network.heard(connection_)) {
        take(message, network);
    }
    if (defect_ == Defect::ack_before_store) {
        acknowledge(network);
    }
    if (steady || random.chance(70)) {
        store();
        acknowledge(network);
    }
}

void Consumer::open(Network& network) {
    connection_ = network.connect();
    last_ = 0;
    last_of_kind_.clear();
    credit_used_ = 0;
    auto start = has_cursor_ ? codec::StreamStart::acked : codec::StreamStart::begin;
    if (has_cursor_ && defect_ == Defect::lost_cursor_check) {
        start = codec::StreamStart::end;
    }
    network.say(connection_, {municipality_, {}, codec::OpenStream{name_, start, kinds_, credit}});
}

void Consumer::crash(Network& network) {
    unstored_.clear();
    network.break_down(connection_);
    connection_.clear();
}

void Consumer::take(const bus::Outgoing& message, Network& network) {
    if (message.verb == "event") {
        take_event(message);
    } else if (message.verb == "opened") {
        const auto opened = map_of(message.payload);
        epoch_ = opened["epoch"];
        has_cursor_ = true;
    } else if (message.verb == "heartbeat") {
        network.say(connection_, {municipality_, {}, codec::AckStream{epoch_, {0}, 0}});
    } else {
        const auto error = map_of(message.payload);
        if (error["code"] == "not_found") {
            has_cursor_ = false; // klikd ended before it had kept the name
        } else if (error["code"] != "timeout" && error["code"] != "conflict" &&
                   error["code"] != "read_only") {
            throw Violation("stream refused", name_ + ": " + error.dump());
        }
        network.break_down(connection_);
    }
}

void Consumer::take_event(const bus::Outgoing& message) {
    check_municipality(message);
    const auto event = client::event_from(message.topic, message.payload);
    if (!event) {
        throw Violation("event unreadable", message.topic);
    }
    auto& last = last_of_kind_[event->kind];
    if (event->sequence <= last_ || (last != 0 && event->previous != last)) {
        throw Violation("every event in order",
                        name_ + ": event " + std::to_string(event->sequence) + " (previous " +
                            std::to_string(event->previous) + ") comes after " +
                            std::to_string(last_));
    }
    last_ = event->sequence;
    last = event->sequence;
    ++credit_used_;
    const auto newest = !unstored_.empty() ? unstored_.back().sequence
                        : stored_.empty()  ? 0
                                           : stored_.back().sequence;
    if (event->sequence <= newest) {
        ++doubles_;
        return;
    }
    unstored_.push_back({event->sequence, digest_of(message.topic, message.payload)});
}

void Consumer::check_municipality(const bus::Outgoing& message) const {
    const std::string own = "klik/v1/" + municipalities[municipality_].value + "/";
    for (std::size_t other = 0; other < municipalities.size(); ++other) {
        if (!message.topic.starts_with(own) ||
            (other != municipality_ && message.payload.contains(mark_of(other)))) {
            throw Violation("each municipality sees its own alone",
                            name_ + " of " + municipalities[municipality_].value + " gets " +
                                message.topic);
        }
    }
}

void Consumer::store() {
    stored_.insert(stored_.end(), unstored_.begin(), unstored_.end());
    unstored_.clear();
}

void Consumer::acknowledge(Network& network) {
    if (last_ == 0 || credit_used_ == 0) {
        return;
    }
    network.say(
        connection_,
        {municipality_, {}, codec::AckStream{epoch_, {last_}, std::exchange(credit_used_, 0)}});
}

} // namespace klik::simulation
