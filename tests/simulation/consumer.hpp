#pragma once

#include "klik/event.hpp"
#include "simulation/defects.hpp"
#include "simulation/network.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace klik::simulation {

/// An event that a consumer has stored.
struct Stored {
    std::uint64_t sequence = 0;
    std::uint64_t digest = 0; ///< of topic and envelope
    friend bool operator==(const Stored&, const Stored&) = default;
};
[[nodiscard]] std::uint64_t digest_of(std::string_view topic, std::string_view envelope);

/// A plugin's side of a durable stream: it stores what it gets, then acknowledges, as
/// docs/protocol.md 3 asks of it. What it has stored outlives its own crash, nothing else does.
class Consumer {
  public:
    Consumer(std::size_t municipality, std::string name, std::vector<engine::EventKind> kinds,
             Defect defect)
        : municipality_{municipality}, name_{std::move(name)}, kinds_{std::move(kinds)},
          defect_{defect} {}

    /// Reads what has come, stores and acknowledges some of it. Throws `Violation` where the stream
    /// has a hole, goes back or tells another municipality's events.
    void step(Network& network, Random& random, bool steady);
    void crash(Network& network);

    [[nodiscard]] std::size_t municipality() const { return municipality_; }
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const std::string& connection() const { return connection_; }
    [[nodiscard]] const std::vector<engine::EventKind>& kinds() const { return kinds_; }
    /// In the order in which they were stored; none twice.
    [[nodiscard]] const std::vector<Stored>& stored() const { return stored_; }
    [[nodiscard]] std::uint64_t doubles() const { return doubles_; }

  private:
    void open(Network& network);
    void take(const bus::Outgoing& message, Network& network);
    void take_event(const bus::Outgoing& message);
    void check_municipality(const bus::Outgoing& message) const;
    void store();
    void acknowledge(Network& network);

    std::size_t municipality_;
    std::string name_;
    std::vector<engine::EventKind> kinds_;
    Defect defect_;
    std::vector<Stored> stored_;
    bool has_cursor_ = false; ///< it has opened the stream before
    std::uint64_t doubles_ = 0;

    // Of the connection.
    std::string connection_;
    std::string epoch_;
    std::vector<Stored> unstored_;
    std::uint64_t last_ = 0;
    std::map<std::string, std::uint64_t, std::less<>> last_of_kind_;
    std::uint64_t credit_used_ = 0;
};

} // namespace klik::simulation
