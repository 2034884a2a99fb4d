#pragma once

#include "chat/settings.hpp"

#include <filesystem>

namespace klik::chat {

/// Relays between klikd and all channels until it is told to end; gives the exit code.
[[nodiscard]] int serve(const Settings& settings, const std::filesystem::path& folder);

} // namespace klik::chat
