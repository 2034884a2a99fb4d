#pragma once

#include "chat/channel.hpp"
#include "chat/channels/xmpp/room.hpp"
#include "chat/channels/xmpp/stanza.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace klik::chat::xmpp {

/// Until when a room was heard, and what its history has of the time when it was not.
class CatchUp {
  public:
    using Moment = std::chrono::sys_seconds;
    /// The one that it is.
    [[nodiscard]] static Moment moment();

    [[nodiscard]] const std::optional<Moment>& heard_until() const { return heard_until_; }
    /// Before this program was started.
    void was_heard(Moment until) { heard_until_ = until; }
    /// We ask to go in; the room gives its history then.
    void begin();
    /// We are in the room, and nothing that the server sent before is lost.
    void hears(Moment now);
    /// A message of the room; gives what was missed when the history is over, if there is any.
    [[nodiscard]] std::optional<Missed> take(const Stanza& message, const Room& room,
                                             const std::string& name, Moment now);

  private:
    std::optional<Moment> heard_until_;
    bool goes_on_ = false;
    std::vector<Missed::Words> missed_;
};

} // namespace klik::chat::xmpp
