#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace klik::bus {

/// The far end of a connection that takes nothing at present: its receive window is closed, and the
/// system probes it from time to time.
struct StalledPeer {
    std::string address; ///< `127.0.0.1:43210`, `[::1]:43210`
    std::uint64_t waiting_bytes = 0;
    friend auto operator<=>(const StalledPeer&, const StalledPeer&) = default;
};

/// The system's table of established TCP connections. ZeroMQ tells nobody who its peers are and
/// which of them do not read; Linux does.
class TcpTable {
  public:
    /// Of this machine; empty where the system does not tell.
    [[nodiscard]] static TcpTable now();

    /// Adds what the text of /proc/net/tcp or /proc/net/tcp6 has. Lines of another form are
    /// skipped.
    void add(std::string_view text);

    [[nodiscard]] std::vector<StalledPeer> stalled(std::uint16_t local_port) const;
    /// How many connections each host has to the port.
    [[nodiscard]] std::map<std::string, std::size_t> hosts(std::uint16_t local_port) const;

  private:
    struct Connection {
        std::uint16_t local_port = 0;
        std::string host;
        std::uint16_t port = 0;
        std::uint64_t waiting_bytes = 0;
        bool window_closed = false;
    };
    void add_line(std::string_view line);

    std::vector<Connection> connections_;
};

/// The port of `tcp://127.0.0.1:7510`; 0 for an ipc address.
[[nodiscard]] std::uint16_t port_of(std::string_view address);

} // namespace klik::bus
