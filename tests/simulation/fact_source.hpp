#pragma once

#include "bus/fact_stream.hpp"
#include "simulation/network.hpp"

namespace klik::simulation {

/// A platform's durable stream on the simulated network: late, silent or refused, without what the
/// platform keeps no more, and gone when the platform begins another count.
class FactSource final : public bus::FactStream {
  public:
    FactSource(Network& network, std::size_t municipality)
        : network_{&network}, municipality_{municipality} {}

    [[nodiscard]] domain::Result<void> open(domain::Sequence from, std::uint64_t credit,
                                            bus::Instant now) override;
    void acknowledge(std::string_view epoch, domain::Sequence sequence, std::uint64_t credit,
                     bus::Instant now) override;
    [[nodiscard]] std::optional<bus::StreamItem> receive(bus::Instant now) override;
    void keep_alive(bus::Instant /*now*/) override {}
    [[nodiscard]] void* poll_handle() override { return nullptr; }

  private:
    [[nodiscard]] std::optional<bus::StreamItem> next(bus::Instant now);
    [[nodiscard]] bus::StreamItem answer(const FactLog& log);
    /// Once in each round.
    void draw_luck(bus::Instant now);
    [[nodiscard]] bool happens(int percent) {
        return !network_->healed() && network_->random().chance(percent);
    }

    Network* network_;
    std::size_t municipality_;
    bool up_ = false;
    bool answered_ = false;
    std::string epoch_; ///< of the count when the stream was opened
    std::uint64_t opens_ = 0;
    std::uint64_t sent_ = 0;
    std::uint64_t credit_ = 0;
    bus::Instant heard_;
    bus::Instant round_;
    bool stalls_ = false; ///< in this round
    bool beaten_ = false; ///< in this round
};

} // namespace klik::simulation
