#pragma once

#include "chat/settings.hpp"
#include "common/settings.hpp"

namespace klik::chat {

/// Reads `[plugins.chat.people.CHANNEL]` once the channels and municipalities are known; what is
/// wrong with it is in the file's mistakes.
void read_people(common::Section& section, Settings& settings);

} // namespace klik::chat
