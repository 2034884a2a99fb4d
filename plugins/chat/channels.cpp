#include "chat/channels.hpp"

#include "chat/channels/webhook_slack/slack_channel.hpp"
#include "chat/channels/webhook_teams/teams_channel.hpp"
#include "chat/channels/xmpp/jid.hpp"
#include "chat/channels/xmpp/xmpp_channel.hpp"
#include "common/nearest_word.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace klik::chat {

namespace {

using Sender = std::expected<std::string, std::string>;

Sender sender_of_xmpp(std::string_view words) {
    if (xmpp::is_bare_jid(words)) {
        return xmpp::bare_jid(words);
    }
    return std::unexpected{
        "is nobody's address; a channel of kind `xmpp` knows people by one as in "
        "\"anna@example.dk\", without a resource, and not by a nickname"};
}

Sender sender_of_slack(std::string_view words) {
    if (webhook_slack::is_user_id(words)) {
        return std::string{words};
    }
    return std::unexpected{"is no user's id; a channel of kind `webhook_slack` knows people by one "
                           "as in \"U024BE7LH\" (in Slack: profile, Copy member ID), and not by a "
                           "name"};
}

Sender sender_of_teams(std::string_view /*words*/) {
    return std::unexpected{"is not needed; a channel of kind `webhook_teams` hears nobody"};
}

struct ChannelKind {
    std::string_view name;
    ChannelMaker (*read)(common::Section& section, const std::string& name,
                         const std::vector<std::string>& rooms);
    Sender (*sender)(std::string_view words);
};

/// In the order in which they are offered.
constexpr std::array<ChannelKind, 3> kinds{{
    {"xmpp", &xmpp::read_channel, &sender_of_xmpp},
    {"webhook_slack", &webhook_slack::read_channel, &sender_of_slack},
    {"webhook_teams", &webhook_teams::read_channel, &sender_of_teams},
}};

std::optional<ChannelKind> kind_called(std::string_view name) {
    const auto* const found = std::ranges::find(kinds, name, &ChannelKind::name);
    return found == kinds.end() ? std::nullopt : std::optional{*found};
}

std::string offered(std::string_view written) {
    std::array<std::string_view, kinds.size()> names;
    std::ranges::transform(kinds, names.begin(), &ChannelKind::name);
    std::string words;
    for (const auto name : names) {
        words += words.empty() ? "\"" : " or \"";
        words += name;
        words += '"';
    }
    return words + common::guess_at(written, names);
}

} // namespace

Sender sender_for(std::string_view kind, std::string_view words) {
    const auto found = kind_called(kind);
    return found ? found->sender(words) : Sender{words};
}

ChannelMaker read_channel(common::Section& section, const std::string& name,
                          const std::vector<std::string>& rooms) {
    const auto kind =
        section.required("kind", kind_called, offered(section.text("kind").value_or("")));
    return kind ? kind->read(section, name, rooms) : ChannelMaker{};
}

} // namespace klik::chat
