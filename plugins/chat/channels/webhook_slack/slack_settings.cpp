#include "chat/channels/webhook_slack/mrkdwn.hpp"
#include "chat/channels/webhook_slack/slack_channel.hpp"
#include "common/server_place.hpp"

#include <charconv>

namespace klik::chat::webhook_slack {

namespace {

std::optional<common::ServerPlace> place(std::string_view words) {
    const auto found = common::server_place(words);
    const bool usable = !found.host.empty() && (found.port == "0" || common::is_port(found.port));
    return usable ? std::optional{found} : std::nullopt;
}

std::optional<std::string> path(std::string_view words) {
    constexpr std::string_view letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_";
    const bool usable = words.starts_with('/') && words.find_first_not_of(letters) == words.npos;
    return usable ? std::optional{std::string{words}} : std::nullopt;
}

std::optional<std::string> channel_id(std::string_view words) {
    return is_channel_id(words) ? std::optional{std::string{words}} : std::nullopt;
}

EndpointSettings read_endpoint(common::Section& section) {
    EndpointSettings settings;
    const auto listen = section.text("listen").value_or("127.0.0.1:7590");
    if (const auto found = place(listen)) {
        settings.host = found->host;
        std::from_chars(found->port.data(), found->port.data() + found->port.size(), settings.port);
    } else {
        section.refuse("listen", "`host:port`, behind a server with TLS");
    }
    settings.path = section.parsed("path", path, "a path of letters, digits, `/`, `-` and `_`")
                        .value_or("/slack");
    settings.signing_secret = section.secret("signing_secret").value_or("");
    if (!section.has("signing_secret_file") && !section.has("signing_secret_credential")) {
        section.report("signing_secret_file",
                       "without Slack's signing secret anybody could send commands: give "
                       "`signing_secret_file` or `signing_secret_credential`");
    }
    settings.on_its_way = answer_json({{{Span{"Svaret er på vej. (The answer is on its way.)"}}}});
    section.finish();
    return settings;
}

} // namespace

SlackSettings read_settings(common::Section& section, const std::vector<std::string>& rooms) {
    SlackSettings settings;
    settings.webhooks =
        read_webhook_settings(section, rooms, [&](common::Section& table, const std::string& room) {
            const auto id =
                table.parsed("id", channel_id, "Slack's id of the channel, such as \"C024BE91L\"");
            if (id && !settings.rooms_by_id.emplace(*id, room).second) {
                table.report("id", "two rooms have this id; one channel is one room");
            }
        });
    if (section.has("commands")) {
        common::Section commands{section, "commands"};
        settings.commands = read_endpoint(commands);
    }
    return settings;
}

} // namespace klik::chat::webhook_slack
