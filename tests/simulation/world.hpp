#pragma once

#include "simulation/klikd.hpp"
#include "simulation/observer.hpp"
#include "simulation/run.hpp"

#include <memory>
#include <string>
#include <vector>

namespace klik::simulation {

/// One klikd, its disk, its network, and everybody who speaks with it, under a clock of their own.
class World {
  public:
    /// The plan outlives it.
    World(const Plan& plan, std::vector<std::string>* story);

    void begin();
    /// One thing happens, then everybody does what they do. All invariants are looked at after it.
    void step(std::uint64_t number);
    /// Nothing goes wrong any more: what is open has to be answered, and everybody to have heard
    /// of everything.
    void come_to_rest();
    [[nodiscard]] Figures figures() const;

  private:
    void happen();
    void happen_to_disk();
    void happen_to_consumer();
    void let_time_pass();
    void tell(const std::string& line);

    void start_klikd();
    void crash(const std::string& how);
    /// A round of klikd and of everybody else.
    void round(bool steady);
    void check();
    [[nodiscard]] bool at_rest() const;

    const Plan* plan_;
    std::vector<std::string>* story_;
    Random random_{0};
    Disk disk_;
    Network network_;
    replay::TimeZone zone_;
    domain::UtcTime start_;
    domain::UtcTime now_;
    bus::Instant instant_{};
    std::unique_ptr<Klikd> klikd_; ///< null while it is down
    std::uint64_t rounds_down_ = 0;
    std::vector<Platform> platforms_;
    std::vector<Consumer> consumers_;
    std::vector<Observer> observers_;
    Figures figures_;
};

} // namespace klik::simulation
