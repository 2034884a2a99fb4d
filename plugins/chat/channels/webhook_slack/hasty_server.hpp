#pragma once

#include <httplib.h>

#include <chrono>
#include <cstddef>

namespace klik::chat::webhook_slack {

/// An HTTP server whose clients cannot make it wait: one request for each connection, and a client
/// that is slow with it, or silent, costs one of many threads for a moment. Whoever comes when all
/// are taken is sent away at once.
class HastyServer : public httplib::Server {
  public:
    using Instant = std::chrono::steady_clock::time_point;

    static constexpr std::size_t most_served = 64;
    static constexpr std::size_t most_waiting = 64;
    /// For all of a request, from when its connection is there; and for all of the answer.
    static constexpr std::chrono::milliseconds longest_request{1500};
    static constexpr std::chrono::milliseconds longest_answer{1000};

    HastyServer();

    /// Of a server that is bound: so many connections may come at one moment. httplib lets in five,
    /// and whoever is the sixth tries again after a second, which is a third of what Slack waits.
    void widen_the_door();
    /// When the connection came whose request the calling thread serves.
    [[nodiscard]] static Instant came();

  private:
    bool process_and_close_socket(socket_t socket) override;
};

} // namespace klik::chat::webhook_slack
