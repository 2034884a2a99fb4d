#pragma once

#include "chat/channels.hpp"
#include "chat/room.hpp"
#include "common/command_line.hpp"

#include <map>
#include <string>
#include <vector>

namespace klik::chat {

/// Who is who in a channel: the sender by the channel's word, and the person's id in KLIK, which is
/// worth something together with its municipality alone: each numbers its people by itself.
using People = std::map<std::string, std::string>;

/// `[plugins.chat]` of klikd's configuration, docs/chat.md.
struct Settings {
    std::string bot = "klik"; ///< by which people may call it
    std::string link;         ///< with {number} and {municipality}; empty for none
    common::Language language = common::Language::danish; ///< of rooms that do not say otherwise
    std::vector<Room> rooms;
    std::map<std::string, std::map<std::string, People>> people; ///< by channel and municipality
    std::map<std::string, ChannelMaker> channels;
    std::vector<common::Municipality> municipalities;
    std::optional<CurveKeys> keys;

    [[nodiscard]] const Room* room_at(std::string_view channel, std::string_view place) const;
    [[nodiscard]] const Room* room_named(std::string_view name) const;
    /// Of what is said to somebody alone: that of the room from which they asked, else what all
    /// rooms of the channel have, else that of all.
    [[nodiscard]] common::Language language_alone(std::string_view channel, const Room* near) const;
    /// The id in that municipality of who writes there; empty where nobody is named.
    [[nodiscard]] std::string person(const std::string& channel, const std::string& municipality,
                                     const std::string& sender) const;
    /// The municipalities in which somebody is named.
    [[nodiscard]] std::vector<std::string> municipalities_of(const std::string& channel,
                                                             const std::string& sender) const;
};

/// Reads the section; what is wrong with it is in the file's mistakes.
[[nodiscard]] Settings read_settings(common::SettingsFile& file, const common::CommandLine& line);

} // namespace klik::chat
