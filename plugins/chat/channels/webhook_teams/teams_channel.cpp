#include "chat/channels/webhook_teams/teams_channel.hpp"

#include "chat/channels/webhook_teams/card.hpp"

namespace klik::chat::webhook_teams {

namespace {

constexpr WebhookRooms::Manner manner{.begins = "H510",
                                      .ends = "H511",
                                      .form = WebhookForm::teams,
                                      .pause = std::chrono::milliseconds{250}, // 4 a second
                                      .pause_is_shared = true};
/// Of text, so that the JSON around it fits as well.
constexpr std::size_t longest_text_bytes = 20'000;

} // namespace

ChannelMaker read_channel(common::Section& section, const std::string& name,
                          const std::vector<std::string>& rooms) {
    const auto settings = read_webhook_settings(section, rooms);
    return [settings, name](Use /*use*/) { return std::make_unique<TeamsChannel>(settings, name); };
}

TeamsChannel::TeamsChannel(const WebhookSettings& settings, const std::string& name)
    : abilities_{.longest_bytes = longest_text_bytes}, rooms_{name, settings, manner} {}

void TeamsChannel::post(const Post& post) {
    rooms_.post(post, card_of(post));
}

} // namespace klik::chat::webhook_teams
