#pragma once

#include "chat/kind.hpp"
#include "common/language.hpp"

#include <chrono>
#include <optional>
#include <set>
#include <string>

namespace klik::chat {

/// Local time of day; `until` may lie on the next day.
struct QuietHours {
    std::chrono::minutes from{};
    std::chrono::minutes until{};
    [[nodiscard]] bool contain(std::chrono::minutes after_midnight) const {
        return from < until ? after_midnight >= from && after_midnight < until
                            : after_midnight >= from || after_midnight < until;
    }
    friend bool operator==(const QuietHours&, const QuietHours&) = default;
};

/// A room of the settings, `[plugins.chat.rooms.NAME]`.
struct Room {
    std::string name; ///< NAME: letters, digits and `-`
    std::string channel;
    std::string place; ///< as the channel calls it
    std::string municipality;
    std::set<Kind> kinds;
    std::set<std::string> projects; ///< folded; empty for all
    std::set<std::string> phases;   ///< likewise
    std::set<std::string> colours;  ///< canonical; empty for all
    std::optional<QuietHours> quiet;
    std::size_t most_at_once = 0; ///< posts in `gather`; what is more becomes a digest
    std::chrono::seconds gather{};
    common::Language language = common::Language::danish;
    bool commands = true;
    bool names = true; ///< of people, where klikd tells them
};

} // namespace klik::chat
