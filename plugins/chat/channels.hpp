#pragma once

#include "chat/channel.hpp"
#include "common/settings.hpp"

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace klik::chat {

/// What a channel is made for: all that it does, or posts alone, beside another that serves.
enum class Use : std::uint8_t { serve, post_alone };

/// Makes the connection.
using ChannelMaker = std::function<std::unique_ptr<Channel>(Use use)>;

/// Reads `[plugins.chat.channels.NAME]` by its `kind`, all but `finish`; what is wrong with it is
/// in the file's mistakes. None where there is no such kind. `rooms` are those in the settings, as
/// the channel calls them.
[[nodiscard]] ChannelMaker read_channel(common::Section& section, const std::string& name,
                                        const std::vector<std::string>& rooms);

/// What stands in `[plugins.chat.people.NAME]` for a sender, as a channel of that kind vouches for
/// it; where no sender is called like that, a sentence that goes on from the words.
[[nodiscard]] std::expected<std::string, std::string> sender_for(std::string_view kind,
                                                                 std::string_view words);

} // namespace klik::chat
