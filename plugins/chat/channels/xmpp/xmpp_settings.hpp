#pragma once

#include "common/settings.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace klik::chat::xmpp {

/// How to get to the server, and as whom.
struct Access {
    std::string jid; ///< bare
    std::string password;
    std::string host{}; ///< empty: as the domain's own records say
    std::uint16_t port = 0;
    std::optional<std::filesystem::path> ca_file{};
};

struct XmppSettings {
    Access access;
    std::string nick;
    std::vector<std::string> rooms; ///< bare JIDs
};

/// What is wrong is in the file's mistakes.
[[nodiscard]] XmppSettings read_settings(common::Section& section,
                                         const std::vector<std::string>& rooms);

} // namespace klik::chat::xmpp
