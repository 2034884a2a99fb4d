#pragma once

#include "calendar/feeds.hpp"
#include "calendar/item_keeper.hpp"
#include "calendar/wishes.hpp"

#include <chrono>

namespace klik::calendar {

/// All that is done for one municipality.
class Office {
  public:
    Office(const Settings& settings, const common::Municipality& municipality, Store store,
           CalDavServer& server, ServerGate& gate);

    /// Fetches klikd's events and keeps them for the next `work`. The error `conflict`: another
    /// program reads the stream.
    [[nodiscard]] Result<void> listen(std::chrono::milliseconds timeout) {
        return desk_.listen(timeout);
    }
    /// Does what there is to do; nothing while klikd was never heard.
    void work();

  private:
    [[nodiscard]] bool look();
    void compare_all();
    [[nodiscard]] bool take_events();
    [[nodiscard]] bool take(const Event& event);
    void take_state(const Event& event);
    void keep_collections();

    const Settings& settings_;
    Store store_;
    KlikdDesk desk_;
    ServerGate& gate_;
    ItemKeeper keeper_;
    Wishes wishes_;
    Feeds feeds_;
    bool looked_ = false;
    std::chrono::steady_clock::time_point read_again_{};
};

} // namespace klik::calendar
