#include "chat/channels/webhook_teams/teams_channel.hpp"

#include "chat/channels/webhook_teams/card.hpp"

namespace klik::chat::webhook_teams {

namespace {

constexpr WebhookRooms::Manner manner{.begins = "H510",
                                      .ends = "H511",
                                      .form = WebhookForm::teams,
                                      .pause = std::chrono::milliseconds{250}, // 4 a second
                                      .pause_is_shared = true};
/// Without the JSON around all lines; that around each of them, and each link in it, is counted.
constexpr Space space_of_a_card{.bytes = longest_message_bytes - 1000, .markup = 80};

} // namespace

ChannelMaker read_channel(common::Section& section, const std::string& name,
                          const std::vector<std::string>& rooms) {
    const auto settings = read_webhook_settings(section, rooms);
    return [settings, name](Use /*use*/) { return std::make_unique<TeamsChannel>(settings, name); };
}

TeamsChannel::TeamsChannel(const WebhookSettings& settings, const std::string& name)
    : abilities_{.space = space_of_a_card}, rooms_{name, settings, manner} {}

void TeamsChannel::post(const Post& post) {
    rooms_.post(post, card_of(post));
}

} // namespace klik::chat::webhook_teams
