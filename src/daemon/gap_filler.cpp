#include "daemon/gap_filler.hpp"

#include <spdlog/spdlog.h>

#include <utility>

namespace klik::daemon {

namespace {

using domain::Sequence;

constexpr std::uint64_t credit = 1000;
constexpr std::size_t items_of_a_round = 1000;
constexpr std::size_t most_held = 10'000;
constexpr std::size_t most_held_bytes = std::size_t{64} << 20U;
/// Without progress for so long, the published facts are used as they are.
constexpr std::chrono::seconds patience{10};
constexpr std::chrono::seconds pause{10};

} // namespace

void GapFiller::start(MunicipalityDesk& desk, bus::Instant instant) {
    all_wanted_ = source(desk) == nullptr;
    fill_from(first_missing(desk), instant);
}

const engine::Source* GapFiller::source(const MunicipalityDesk& desk) const {
    for (const auto& [name, source] : desk.state().sources) {
        if (source.via == via_ && !source.counts.empty()) {
            return &source;
        }
    }
    return nullptr;
}

GapFiller::Place GapFiller::first_missing(const MunicipalityDesk& desk) const {
    const auto* known = source(desk);
    if (known == nullptr) {
        return {};
    }
    const auto& count = known->counts.at(known->epoch);
    return {known->epoch,
            count.gaps.empty() ? count.last : Sequence{count.gaps.begin()->first.value - 1}};
}

void GapFiller::fill_before(const MunicipalityDesk& desk, const PublishedPlace& place,
                            bus::Instant instant) {
    wanted_before_ = place.position;
    Place from{place.position.epoch, {}};
    if (place.arrival == engine::Arrival::gap) {
        from.after = desk.state().source(place.source)->counts.at(from.epoch).last;
    }
    fill_from(std::move(from), instant);
}

void GapFiller::fill_from(Place place, bus::Instant instant) {
    filling_ = true;
    from_ = std::move(place);
    reached_ = from_.after;
    until_ = {};
    told_gone_ = false;
    stream_epoch_.clear();
    unreturned_ = 0;
    head_told_.reset();
    ask_again_.reset();
    progress_ = instant;
    if (const auto opened = stream_->open(from_.after, credit, instant); !opened) {
        spdlog::warn("[K183] the stream of {}: {}", via_, opened.error().sentence());
    }
}

void GapFiller::take(MunicipalityDesk& desk, bus::PlatformMessage message, domain::UtcTime now,
                     bus::Instant instant) {
    if (!filling_) {
        const auto when = ask_again_ ? WhenMissing::take : WhenMissing::wait;
        const auto place = publish(desk, message, now, when);
        if (ask_again_ || !place || !place->behind_missing()) {
            return;
        }
        fill_before(desk, *place, instant);
    }
    if (held_.size() == most_held || held_bytes_ > most_held_bytes) {
        rely_on_stream(desk, message);
    }
    hold(std::move(message));
}

/// More wait than may: the stream has all of them as well, up to the one that comes now.
void GapFiller::rely_on_stream(const MunicipalityDesk& desk, const bus::PlatformMessage& message) {
    held_.clear();
    held_bytes_ = 0;
    const auto place = desk.place_of(message.payload);
    wanted_before_ = place ? std::optional{place->position} : std::nullopt;
    if (place && place->position.epoch == stream_epoch_) {
        until_ = Sequence{place->position.sequence.value - 1};
    }
}

void GapFiller::hold(bus::PlatformMessage message) {
    held_bytes_ += message.payload.size();
    held_.push_back(std::move(message));
}

bool GapFiller::receive(MunicipalityDesk& desk, domain::UtcTime now, bus::Instant instant) {
    bool more = true;
    for (std::size_t items = 0; more && items < items_of_a_round; ++items) {
        const auto item = stream_->receive(instant);
        more = item.has_value();
        if (item) {
            std::visit([&](const auto& of) { deal_with(desk, of, now, instant); }, *item);
        }
    }
    return_credit(instant);
    // Whatever else the stream says meanwhile.
    if (filling_ && instant - progress_ > patience) {
        give_up(desk, stream_epoch_.empty() ? "it does not answer" : "it does not go on", now,
                instant);
    }
    return more;
}

void GapFiller::beat(MunicipalityDesk& desk, bus::Instant instant) {
    if (ask_again_) {
        if (instant >= *ask_again_) {
            fill_from(all_wanted_ ? Place{} : first_missing(desk), instant);
        }
        return;
    }
    stream_->keep_alive(instant);
}

void GapFiller::deal_with(MunicipalityDesk& desk, const codec::StreamOpened& opened,
                          domain::UtcTime now, bus::Instant instant) {
    complaint_.clear();
    progress_ = instant;
    const bool another_count = !from_.epoch.empty() && from_.epoch != opened.epoch;
    if (another_count && from_.after.value > 0) {
        fill_from({opened.epoch, {}}, instant); // the platform counts anew: all of that is wanted
        return;
    }
    stream_epoch_ = opened.epoch;
    if (another_count) {
        finish(desk, now, instant);
        return;
    }
    until_ = opened.head;
    if (wanted_before_ && wanted_before_->epoch == opened.epoch) {
        until_ = Sequence{wanted_before_->sequence.value - 1};
    }
    if (until_ <= from_.after) {
        finish(desk, now, instant);
    }
}

void GapFiller::deal_with(MunicipalityDesk& desk, const bus::PlatformMessage& fact,
                          domain::UtcTime now, bus::Instant instant) {
    ++unreturned_;
    const auto place = publish(desk, fact, now);
    const bool further =
        place && place->position.epoch == stream_epoch_ && place->position.sequence > reached_;
    // One that is refused has no place, and may have been the next.
    if (further || !place) {
        progress_ = instant;
    }
    if (further) {
        reached_ = place->position.sequence;
        if (filling_ && reached_ >= until_) {
            finish(desk, now, instant);
        }
    }
}

void GapFiller::deal_with(MunicipalityDesk& desk, const codec::StreamBeat& beat,
                          domain::UtcTime now, bus::Instant instant) {
    if (stream_epoch_.empty()) {
        return; // of a stream that is not the one asked for
    }
    if (filling_) {
        if (beat.sent >= until_) {
            finish(desk, now, instant);
        }
        return;
    }
    const auto* known = source(desk);
    const bool same_count = known != nullptr && known->epoch == beat.epoch;
    const Sequence last = same_count ? known->counts.at(beat.epoch).last : Sequence{};
    if (beat.epoch == stream_epoch_) {
        note_read(beat.epoch, beat.sent);
    }
    const Sequence read = read_.epoch == beat.epoch ? read_.after : Sequence{};
    // What the beat before told of has had a second to arrive.
    if (head_told_ && std::max(last, read) < *head_told_) {
        fill_from({beat.epoch, last}, instant);
    } else {
        head_told_ = beat.head;
    }
}

void GapFiller::deal_with(MunicipalityDesk& desk, const codec::StreamGone& gone,
                          domain::UtcTime now, bus::Instant instant) {
    if (ask_again_) {
        return;
    }
    if (!told_gone_ && gone.first.value > from_.after.value + 1) {
        fill_from({from_.epoch, Sequence{gone.first.value - 1}}, instant);
        told_gone_ = true;
    } else {
        give_up(desk, "it no longer has what is missing", now, instant);
    }
}

void GapFiller::deal_with(MunicipalityDesk& desk, const codec::StreamRefused& refused,
                          domain::UtcTime now, bus::Instant instant) {
    if (ask_again_) {
        return;
    }
    give_up(desk, refused.problem.code + ": " + refused.problem.text, now, instant);
}

void GapFiller::deal_with(MunicipalityDesk& desk, const bus::StreamSilent& /*silent*/,
                          domain::UtcTime now, bus::Instant instant) {
    if (ask_again_) {
        return;
    }
    if (filling_ && instant - progress_ <= patience) {
        const auto progress = progress_;
        fill_from({from_.epoch, reached_}, instant);
        progress_ = progress;
        return;
    }
    give_up(desk, "it does not answer", now, instant);
}

void GapFiller::finish(MunicipalityDesk& desk, domain::UtcTime now, bus::Instant instant) {
    filling_ = false;
    all_wanted_ = false;
    wanted_before_.reset();
    note_read(stream_epoch_, std::max(until_, reached_));
    // The first is used whatever is still missing before it: that the stream does not have.
    for (auto when = WhenMissing::take; !held_.empty(); when = WhenMissing::wait) {
        const auto place = publish(desk, held_.front(), now, when);
        if (when == WhenMissing::wait && place && place->behind_missing()) {
            fill_before(desk, *place, instant);
            return;
        }
        held_bytes_ -= held_.front().payload.size();
        held_.pop_front();
    }
}

void GapFiller::note_read(const std::string& epoch, Sequence up_to) {
    read_ = {epoch, std::max(read_.epoch == epoch ? read_.after : Sequence{}, up_to)};
}

void GapFiller::give_up(MunicipalityDesk& desk, const std::string& why, domain::UtcTime now,
                        bus::Instant instant) {
    if (complaint_ != why) {
        spdlog::warn("[K183] the durable stream of {} cannot be read ({}); gaps in what it "
                     "publishes stay until it can",
                     via_, why);
        complaint_ = why;
    }
    filling_ = false;
    wanted_before_.reset();
    stream_epoch_.clear();
    ask_again_ = instant + pause;
    held_bytes_ = 0;
    for (const auto& message : std::exchange(held_, {})) {
        publish(desk, message, now);
    }
}

std::optional<PublishedPlace> GapFiller::publish(MunicipalityDesk& desk,
                                                 const bus::PlatformMessage& message,
                                                 domain::UtcTime now, WhenMissing when) {
    if (!filling_ && source(desk) == nullptr) {
        // The stream will be asked for what came before it.
        desk.begin_count(via_, message.topic, message.payload, now);
    }
    return desk.take_published_fact(via_, message.topic, message.payload, now, when);
}

void GapFiller::return_credit(bus::Instant instant) {
    if (unreturned_ > 0 && !stream_epoch_.empty()) {
        stream_->acknowledge(stream_epoch_, reached_, filling_ ? unreturned_ : 0, instant);
        unreturned_ = 0;
    }
}

} // namespace klik::daemon
