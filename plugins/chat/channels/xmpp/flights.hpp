#pragma once

#include "chat/channel.hpp"

#include <chrono>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::chat::xmpp {

/// Posts that were handed over and of which the room has not said yet that it has them.
class Flights {
  public:
    using Instant = std::chrono::steady_clock::time_point;

    /// `to` is whom it goes to where that is somebody alone, and its room is empty then.
    void begin(const Post& post, Instant now, std::string to = {});
    /// Whom a post goes to that is for somebody alone; empty where there is none with that id.
    [[nodiscard]] std::string address_of(std::string_view id) const;
    [[nodiscard]] std::size_t in(std::string_view room) const;
    /// The room shows it.
    [[nodiscard]] std::optional<Posted> arrived(std::string_view room, std::string_view id);
    [[nodiscard]] std::optional<NotPosted> refused(std::string_view room, std::string_view id,
                                                   Error why,
                                                   std::optional<std::chrono::seconds> wait);
    /// Of one room, or of all where none is named; why stands in the log.
    [[nodiscard]] std::vector<NotPosted> lost(std::optional<std::string_view> room,
                                              const Error& why);
    /// One was begun before that moment.
    [[nodiscard]] bool any_from_before(Instant moment) const;

  private:
    struct Flight {
        std::string id;
        std::string room;
        std::string replaces;
        std::string to;
        Instant begun;
    };
    [[nodiscard]] std::optional<Flight> take(std::string_view room, std::string_view id);

    std::list<Flight> flights_;
};

} // namespace klik::chat::xmpp
