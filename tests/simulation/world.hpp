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
    void happen_to_klikd(int what);
    void happen_to_disk();
    void happen_to_consumer();
    void let_time_pass();
    void tell(const std::string& line);

    void start_klikd();
    /// Also what came of a flipped bit; the copy from before it is back then.
    domain::Result<std::unique_ptr<Klikd>> start_on_flipped_bit();
    [[nodiscard]] bool reads_as_before(Klikd& klikd) const;
    /// The machine ends, and with it whatever was not synced.
    void crash(const std::string& how);
    /// klikd alone ends, and whatever it has written is still there to be read.
    void kill(const std::string& how);
    void take_klikd_down();
    /// Only SQLite's files are read as a cache shows them after a process.
    [[nodiscard]] bool klikd_ends_alone() {
        return plan_->journal == JournalKind::sqlite && random_.chance(50);
    }
    /// A round of klikd and of everybody else.
    void round(bool steady);
    void check();
    /// All that the platforms' streams can give.
    [[nodiscard]] bool everything_is_heard();
    [[nodiscard]] bool at_rest();

    const Plan* plan_;
    std::vector<std::string>* story_;
    Random random_{0};
    Disk disk_;
    std::unique_ptr<Storage> storage_;
    Network network_;
    replay::TimeZone zone_;
    domain::UtcTime start_;
    domain::UtcTime now_;
    bus::Instant instant_{};
    std::unique_ptr<Klikd> klikd_; ///< null while it is down
    std::uint64_t rounds_down_ = 0;
    bool has_written_ = false; ///< klikd, since its start
    std::vector<Platform> platforms_;
    std::vector<Wishes> wishes_;
    std::vector<Consumer> consumers_;
    std::vector<Observer> observers_;
    Figures figures_;
};

} // namespace klik::simulation
