#pragma once

#include "chat/channels/webhook_slack/signature.hpp"
#include "chat/channels/webhook_slack/slash_command.hpp"

#include <klik/error.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace klik::chat::webhook_slack {

struct EndpointSettings {
    std::string host;
    std::uint16_t port = 0; ///< 0: one that is free, which the log names
    std::string path;
    std::string signing_secret;
    std::string on_its_way; ///< JSON that is answered where the real answer takes too long
};

/// Takes slash commands over HTTP, on this machine behind a server with TLS. What Slack did not
/// sign, or signed long ago, or sent before, goes no further. It has threads of its own.
class SlashEndpoint {
  public:
    /// Error `unusable`: nothing can be heard at that address.
    [[nodiscard]] static Result<std::unique_ptr<SlashEndpoint>> open(EndpointSettings settings,
                                                                     const std::string& channel);
    ~SlashEndpoint();
    SlashEndpoint(const SlashEndpoint&) = delete;
    SlashEndpoint& operator=(const SlashEndpoint&) = delete;

    /// What came since the last call.
    [[nodiscard]] std::vector<SlashCommand> take(std::chrono::milliseconds patience);
    /// True where whoever asked still waits and has it now.
    [[nodiscard]] bool answer(const std::string& id, const std::string& json);

  private:
    class Desk;
    explicit SlashEndpoint(std::unique_ptr<Desk> desk);
    std::unique_ptr<Desk> desk_;
};

} // namespace klik::chat::webhook_slack
