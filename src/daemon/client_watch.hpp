#pragma once

#include "bus/control_sessions.hpp"
#include "bus/tcp_table.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace klik::daemon {

/// Tells the log which clients misbehave and how, summarised, so that a flood of messages is no
/// flood of lines: of each kind of trouble the first at once, then at most one line a minute that
/// counts all since.
class ClientWatch {
  public:
    explicit ClientWatch(std::string municipality) : municipality_{std::move(municipality)} {}

    /// A client's message was refused before it was decided: for its form, its rights or its rate.
    void refused(const bus::ClientAddress& from, const domain::Problem& problem);
    void complain(const std::vector<bus::Complaint>& complaints);
    /// Those of the live socket that take nothing now; to be called once a second.
    void stalled(const std::vector<bus::StalledPeer>& subscribers);
    /// Connections to the control socket by host, of which `streams` are known to read one.
    void connected(const std::map<std::string, std::size_t>& hosts, std::size_t streams);
    /// Writes what is due.
    void tell(bus::Instant now);

  private:
    struct Trouble {
        std::uint64_t count = 0;
        std::set<std::string> who; ///< a bounded number of them
        std::string first;
        bus::Instant quiet_until;
    };

    void take(Trouble& trouble, const std::string& who, const std::string& why);
    void tell(Trouble& trouble, const char* id, std::string_view what, bus::Instant now);

    std::string municipality_;
    Trouble refused_;
    Trouble waiting_;
    Trouble not_reading_;
    bool crowded_ = false;
    std::map<std::string, int> looks_; ///< how often in a row a subscriber was stalled
};

/// `127.0.0.1 (connection 006b8b4567)`
[[nodiscard]] std::string to_string(const bus::ClientAddress& client);

} // namespace klik::daemon
