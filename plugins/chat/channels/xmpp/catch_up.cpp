#include "chat/channels/xmpp/catch_up.hpp"

#include "chat/channels/xmpp/hearing.hpp"

#include <utility>

namespace klik::chat::xmpp {

CatchUp::Moment CatchUp::moment() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

void CatchUp::begin() {
    goes_on_ = heard_until_.has_value();
    missed_.clear();
}

void CatchUp::hears(Moment now) {
    if (!goes_on_) {
        heard_until_ = now;
    }
}

std::optional<Missed> CatchUp::take(const Stanza& message, const Room& room,
                                    const std::string& name, Moment now) {
    if (!goes_on_) {
        return std::nullopt;
    }
    if (message.delayed && !message.subject) {
        if (auto words = missed_in(message, room)) {
            missed_.push_back(*std::move(words));
        }
        return std::nullopt;
    }
    // The room's subject is the last of its history (XEP-0045); what is said now comes behind it.
    goes_on_ = false;
    const auto from = heard_until_.value_or(now);
    heard_until_ = now;
    if (missed_.empty()) {
        return std::nullopt;
    }
    return Missed{.room = name,
                  .from = from,
                  .until = now,
                  .words = std::exchange(missed_, {}),
                  .our_name = room.nick()};
}

} // namespace klik::chat::xmpp
