#pragma once

#include "chat/channel.hpp"
#include "common/settings.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::chat {

/// Makes the connection.
using ChannelMaker = std::function<std::unique_ptr<Channel>()>;

/// Reads `[plugins.chat.channels.NAME]` by its `kind`, all but `finish`; what is wrong with it is
/// in the file's mistakes. `rooms` are those in the settings, as the channel calls them.
[[nodiscard]] ChannelMaker read_channel(common::Section& section, const std::string& name,
                                        const std::vector<std::string>& rooms);

/// What stands in `[plugins.chat.people.NAME]` for a sender, as a channel of that kind vouches for
/// it; none where no sender is called like that.
[[nodiscard]] std::optional<std::string> sender_for(std::string_view kind, std::string_view words);

} // namespace klik::chat
