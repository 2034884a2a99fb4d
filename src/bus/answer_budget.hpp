#pragma once

#include "bus/instant.hpp"

#include <cstddef>
#include <map>
#include <string>

namespace klik::bus {

/// How many bytes of answers a connection may have asked for and not yet read. ZeroMQ does not tell
/// what a client has read, so that it is a matter of time: a burst, which fills up again at a rate.
/// Time comes in as an argument.
class AnswerBudget {
  public:
    static constexpr std::size_t burst_bytes = std::size_t{16} << 20U;
    static constexpr std::size_t bytes_per_second = std::size_t{2} << 20U;

    /// Whether an answer may be made now. The last one may overdraw it.
    [[nodiscard]] bool allows(const std::string& routing_id, Instant now);
    void spend(const std::string& routing_id, std::size_t bytes, Instant now);
    /// Once a second: connections whose budget is full again need no memory.
    void forget_idle(Instant now);

    [[nodiscard]] std::size_t remembered() const { return debts_.size(); }

  private:
    struct Debt {
        double bytes = 0; ///< of the burst that are used up
        Instant at;
    };
    [[nodiscard]] static double left_of(const Debt& debt, Instant now);

    std::map<std::string, Debt> debts_; ///< by routing id
};

} // namespace klik::bus
