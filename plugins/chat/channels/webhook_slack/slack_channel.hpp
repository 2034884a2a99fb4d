#pragma once

#include "chat/channels.hpp"
#include "chat/channels/webhook_slack/slash_endpoint.hpp"
#include "chat/webhook_rooms.hpp"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace klik::chat::webhook_slack {

struct SlackSettings {
    WebhookSettings webhooks;
    std::optional<EndpointSettings> commands{};
    std::map<std::string, std::string> rooms_by_id{}; ///< Slack's id of a channel, and the room
};

[[nodiscard]] SlackSettings read_settings(common::Section& section,
                                          const std::vector<std::string>& rooms);
[[nodiscard]] ChannelMaker read_channel(common::Section& section, const std::string& name,
                                        const std::vector<std::string>& rooms);

/// Rooms of Slack, or of what takes Slack's webhooks. What it hears are slash commands, whose
/// answers the one who asked sees alone.
class SlackChannel : public Channel {
  public:
    SlackChannel(const SlackSettings& settings, const std::string& name);

    [[nodiscard]] const Abilities& abilities() const override { return abilities_; }
    [[nodiscard]] bool ready(const std::string& room) const override;
    void post(const Post& post) override;
    void was_refused(const std::string& room) override { rooms_.was_refused(room); }
    [[nodiscard]] std::vector<Happening> work(std::chrono::milliseconds patience) override;

  private:
    using Instant = std::chrono::steady_clock::time_point;
    /// Who asked, for as long as Slack takes an answer.
    struct Asked {
        std::string id;
        std::string response_url;
        Instant when;
    };

    void post_answer(const Post& post);
    /// What became of an answer that went to its `response_url`.
    [[nodiscard]] Happening outcome_of_answer(Happening happening);
    [[nodiscard]] std::string room_of(const SlashCommand& command) const;
    [[nodiscard]] std::vector<Happening> hear(std::chrono::milliseconds patience);

    std::string name_;
    Abilities abilities_;
    WebhookRooms rooms_;
    std::unique_ptr<SlashEndpoint> endpoint_;
    std::map<std::string, std::string> rooms_by_id_;
    std::deque<Asked> asked_;
    common::Trouble answers_wait_{"H424", "H425"};
    std::vector<Happening> happenings_;
};

} // namespace klik::chat::webhook_slack
