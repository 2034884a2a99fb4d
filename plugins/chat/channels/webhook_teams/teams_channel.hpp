#pragma once

#include "chat/channels.hpp"
#include "chat/webhook_rooms.hpp"

#include <string>
#include <vector>

namespace klik::chat::webhook_teams {

[[nodiscard]] ChannelMaker read_channel(common::Section& section, const std::string& name,
                                        const std::vector<std::string>& rooms);

/// Rooms of Microsoft Teams, each by a Workflows webhook. It hears nothing.
class TeamsChannel : public Channel {
  public:
    TeamsChannel(const WebhookSettings& settings, const std::string& name);

    [[nodiscard]] const Abilities& abilities() const override { return abilities_; }
    [[nodiscard]] bool ready(const std::string& room) const override { return rooms_.ready(room); }
    void post(const Post& post) override;
    void was_refused(const std::string& room) override { rooms_.was_refused(room); }
    [[nodiscard]] std::vector<Happening> work(std::chrono::milliseconds patience) override {
        return rooms_.work(patience);
    }

  private:
    Abilities abilities_;
    WebhookRooms rooms_;
};

} // namespace klik::chat::webhook_teams
