#pragma once

#include "portfolio/bench.hpp"

namespace klik::portfolio {

/// Finds out what became of writes of which no outcome is stored, because the program or the
/// connection broke off between.
class Recovery {
  public:
    explicit Recovery(Bench& bench) : bench_{bench} {}

    /// Of the task's receipts. The bond is as it is stored afterwards.
    Result<void> settle(Bond& bond);

  private:
    Result<void> settle_create(Bond& bond, Receipt& receipt);
    Result<void> settle_write(const Bond& bond, Receipt& receipt);
    Result<void> settle_link(const Bond& bond, Receipt& receipt);
    [[nodiscard]] bool was_done(const Item& item, const Written& written,
                                const Receipt& receipt) const;
    void store_outcome(Receipt& receipt, bool done);

    Bench& bench_;
};

/// Makes an item that carries the task's number the task's.
void take_over(const Store& store, Bond& bond, const Item& item);

} // namespace klik::portfolio
