#include "chat/channels.hpp"

#include "chat/channels/webhook_slack/slack_channel.hpp"
#include "chat/channels/webhook_teams/teams_channel.hpp"
#include "chat/channels/xmpp/jid.hpp"
#include "chat/channels/xmpp/xmpp_channel.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace klik::chat {

namespace {

using Reader = ChannelMaker (*)(common::Section& section, const std::string& name,
                                const std::vector<std::string>& rooms);

/// A kind's name and its `make_reader`, in the order in which they are offered.
constexpr std::array<std::pair<std::string_view, Reader>, 3> kinds{{
    {"xmpp", &xmpp::read_channel},
    {"webhook_slack", &webhook_slack::read_channel},
    {"webhook_teams", &webhook_teams::read_channel},
}};

std::string offered() {
    std::string words;
    for (const auto& [kind, reader] : kinds) {
        words += words.empty() ? "" : " or ";
        words += '"';
        words += kind;
        words += '"';
    }
    return words;
}

} // namespace

std::optional<std::string> sender_for(std::string_view kind, std::string_view words) {
    if (kind != "xmpp") {
        return std::string{words};
    }
    return xmpp::is_bare_jid(words) ? std::optional{xmpp::bare_jid(words)} : std::nullopt;
}

ChannelMaker read_channel(common::Section& section, const std::string& name,
                          const std::vector<std::string>& rooms) {
    const auto reader = section.required(
        "kind",
        [](std::string_view word) {
            const auto* const found =
                std::ranges::find(kinds, word, [](const auto& each) { return each.first; });
            return found == kinds.end() ? std::nullopt : std::optional{found->second};
        },
        offered());
    return reader ? (*reader)(section, name, rooms) : ChannelMaker{};
}

} // namespace klik::chat
