#pragma once

#include "chat/settings.hpp"

#include <iosfwd>
#include <string>

namespace klik::chat {

/// Posts a trial in a room of the settings and says what becomes of it; gives the exit code. Needs
/// neither klikd nor the state, and does not mind another klik-chat at work.
[[nodiscard]] int test_post(const Settings& settings, const std::string& room, std::ostream& out);

} // namespace klik::chat
