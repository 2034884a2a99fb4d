#pragma once

#include "daemon/descriptor.hpp"
#include "daemon/page_request.hpp"

#include <poll.h>

#include <chrono>
#include <list>
#include <string>
#include <vector>

namespace klik::daemon {

/// The connections of a `PageServer`, each at its own point of asking, being answered and leaving.
class PageVisitors {
  public:
    using Instant = std::chrono::steady_clock::time_point;

    static constexpr std::size_t most = 32;

    explicit PageVisitors(const Page& page) : page_{page} {}

    /// Where there are `most` already, who has been there for longest has to go.
    void add(Descriptor socket, Instant now);
    /// What each waits for, appended in their order.
    void append_waits(std::vector<pollfd>& waits) const;
    /// `waits` as poll() left them: goes on with those who can, and cuts who took too long.
    void go_on(const pollfd* waits, Instant now);
    /// When the first of them has taken too long; the end of time where there is none.
    [[nodiscard]] Instant next_cut() const;

  private:
    struct Visitor {
        Descriptor socket;
        Instant until;
        std::string asked{};
        std::string answer{}; ///< what of it is not sent yet
        bool answered = false;
        bool leaving = false; ///< has all of the answer, which it may still be reading
    };
    /// False where it is gone.
    [[nodiscard]] bool go_on_with(Visitor& visitor, Instant now) const;
    [[nodiscard]] bool hear(Visitor& visitor, Instant now) const;
    [[nodiscard]] static bool send_on(Visitor& visitor, Instant now);

    const Page& page_;
    std::list<Visitor> visitors_; // in the order of their coming
};

} // namespace klik::daemon
