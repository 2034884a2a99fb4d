#pragma once

#include "common/log.hpp"
#include "portfolio/bench.hpp"

namespace klik::portfolio {

/// What people did in the tool, on its way to klikd as requests, and what becomes of it.
class Wishes {
  public:
    explicit Wishes(Bench& bench) : bench_{bench} {}

    /// Asks for each that was not asked for; sent again, one gets its first answer. Errors mean
    /// that klikd takes none now.
    Result<void> send();
    /// What was asked since the object was made.
    struct Count {
        int asked = 0;
        int refused = 0; ///< of these, by klikd or the platform
    };
    [[nodiscard]] const Count& count() const { return count_; }
    /// An event `dk.klik.request.outcome.v1`.
    void take_outcome(const Event& event);
    /// The task's state was told anew: what klikd has fulfilled is in it.
    void look_at(std::int64_t number);
    /// All tasks were told anew.
    void look_at_all();

  private:
    void answered(const Wish& wish, const RequestAnswer& answer);
    void refused(const Wish& wish, const std::string& reason, const Value& violations);
    void settle(const Wish& wish);
    [[nodiscard]] ChangeRequest request_for(const Wish& wish) const;

    Bench& bench_;
    Count count_;
    common::Trouble not_taken_{"F214", "F215"};
    std::chrono::steady_clock::time_point try_again_{};
};

} // namespace klik::portfolio
