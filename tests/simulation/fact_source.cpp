#include "simulation/fact_source.hpp"

namespace klik::simulation {

namespace {

constexpr int unheard_percent = 12; ///< of openings
constexpr int refused_percent = 5;
constexpr int broken_percent = 3; ///< of rounds
constexpr int stalled_percent = 30;
constexpr std::chrono::seconds silence{3};

} // namespace

domain::Result<void> FactSource::open(domain::Sequence from, std::uint64_t credit,
                                      bus::Instant now) {
    up_ = !happens(unheard_percent);
    answered_ = false;
    epoch_ = network_->facts(municipality_).epoch;
    ++opens_;
    sent_ = from.value;
    credit_ = credit;
    heard_ = now;
    return {};
}

void FactSource::acknowledge(std::string_view /*epoch*/, domain::Sequence /*sequence*/,
                             std::uint64_t credit, bus::Instant /*now*/) {
    credit_ += credit;
}

void FactSource::draw_luck(bus::Instant now) {
    if (now == round_) {
        return;
    }
    round_ = now;
    beaten_ = false;
    stalls_ = happens(stalled_percent);
    const bool counts_anew = epoch_ != network_->facts(municipality_).epoch;
    up_ = up_ && !counts_anew && !happens(broken_percent);
}

std::optional<bus::StreamItem> FactSource::receive(bus::Instant now) {
    if (opens_ == 0) {
        return std::nullopt;
    }
    draw_luck(now);
    if (auto item = next(now)) {
        heard_ = now;
        return item;
    }
    if (now - heard_ >= silence) {
        heard_ = now;
        return bus::StreamSilent{};
    }
    return std::nullopt;
}

std::optional<bus::StreamItem> FactSource::next(bus::Instant /*now*/) {
    const FactLog& log = network_->facts(municipality_);
    if (!up_ || stalls_) {
        return std::nullopt;
    }
    if (!answered_) {
        answered_ = true;
        return answer(log);
    }
    if (sent_ < log.facts.size() && credit_ > 0) {
        const auto& fact = log.facts[sent_];
        ++sent_;
        --credit_;
        return bus::PlatformMessage{fact.topic, fact.payload, true, {}};
    }
    if (!beaten_) {
        beaten_ = true;
        return codec::StreamBeat{log.epoch, {log.facts.size()}, {sent_}};
    }
    return std::nullopt;
}

bus::StreamItem FactSource::answer(const FactLog& log) {
    if (happens(refused_percent)) {
        up_ = false;
        return codec::StreamRefused{{"busy", "", "come again later"}};
    }
    if (sent_ + 1 < log.first) {
        up_ = false;
        return codec::StreamGone{{log.first}};
    }
    return codec::StreamOpened{log.epoch, {log.facts.size()}, opens_};
}

} // namespace klik::simulation
