#include "chat/channels/xmpp/flights.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace klik::chat::xmpp {

void Flights::begin(const Post& post, Instant now, std::string to) {
    flights_.push_back({post.id, post.room, post.replaces, std::move(to), now});
}

std::string Flights::address_of(std::string_view id) const {
    const auto found = std::ranges::find_if(
        flights_, [&](const auto& each) { return each.room.empty() && each.id == id; });
    return found == flights_.end() ? std::string{} : found->to;
}

std::size_t Flights::in(std::string_view room) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(flights_, [&](const auto& each) { return each.room == room; }));
}

std::optional<Posted> Flights::arrived(std::string_view room, std::string_view id) {
    auto flight = take(room, id);
    if (!flight) {
        return std::nullopt;
    }
    // What is corrected again is still the first one (XEP-0308).
    return Posted{flight->id, flight->replaces.empty() ? flight->id : flight->replaces};
}

std::optional<NotPosted> Flights::refused(std::string_view room, std::string_view id, Error why,
                                          std::optional<std::chrono::seconds> wait) {
    auto flight = take(room, id);
    return flight ? std::optional{NotPosted{flight->id, std::move(why), wait}} : std::nullopt;
}

std::vector<NotPosted> Flights::lost(std::optional<std::string_view> room, const Error& why) {
    std::vector<NotPosted> all;
    std::erase_if(flights_, [&](const auto& each) {
        const bool is_lost = !room || each.room == *room;
        if (is_lost) {
            all.push_back({.id = each.id, .error = why, .is_logged = true});
        }
        return is_lost;
    });
    return all;
}

bool Flights::any_from_before(Instant moment) const {
    return !flights_.empty() && flights_.front().begun < moment;
}

std::optional<Flights::Flight> Flights::take(std::string_view room, std::string_view id) {
    const auto found = std::ranges::find_if(
        flights_, [&](const auto& each) { return each.room == room && each.id == id; });
    if (found == flights_.end()) {
        return std::nullopt;
    }
    auto flight = std::move(*found);
    flights_.erase(found);
    return flight;
}

} // namespace klik::chat::xmpp
