#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace klik::chat::webhook_slack {

/// Of what Slack sends for a slash command, what is of use here.
struct SlashCommand {
    std::string id;      ///< of this one, by Slack
    std::string user_id; ///< a name can be changed by whoever has it
    std::string text;    ///< behind the command's name
    std::string response_url;
    std::string channel_id;
    std::string channel_name; ///< of one that is not private
};

/// As Slack makes them: `U024BE7LH`, or `W` for one of several workspaces.
[[nodiscard]] bool is_user_id(std::string_view word);

/// `C024BE91L`; `G` before a private one.
[[nodiscard]] bool is_channel_id(std::string_view word);

/// Out of a body of `application/x-www-form-urlencoded`; none where it is no slash command.
[[nodiscard]] std::optional<SlashCommand> slash_command(std::string_view form);

/// Slack asks so now and then whether the address is there and has a good certificate.
[[nodiscard]] bool is_check_of_tls(std::string_view form);

} // namespace klik::chat::webhook_slack
