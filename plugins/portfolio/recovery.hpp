#pragma once

#include "portfolio/bench.hpp"

namespace klik::portfolio {

/// Finds out what became of writes of which no outcome is stored, because the program or the
/// connection broke off between.
class Recovery {
  public:
    explicit Recovery(Bench& bench) : bench_{bench} {}

    /// Of the task's receipts, which have no outcome; it reads the item for it. The bond is as it
    /// is stored afterwards.
    Result<void> settle(Bond& bond);
    /// Whether the item has all that was written, as a list gave it after these writes; then they
    /// are done. Else nothing is settled.
    [[nodiscard]] bool confirmed_by(const Bond& bond, const Item& listed);

  private:
    [[nodiscard]] Result<std::vector<Item>> made_by(const Receipt& create, const Bond& bond);
    Result<void> settle_create(Bond& bond, Receipt& receipt);
    void settle_write(Receipt& receipt, const std::optional<Item>& item);
    void settle_removal(Bond& bond, Receipt& receipt, bool is_gone);
    void agree(const Receipt& receipt, const Written& written);
    void store_outcome(Receipt& receipt, bool done);

    Bench& bench_;
};

/// The task's item was removed by `undo`: nothing is known of it any more. To be called within a
/// transaction.
void forget_removed(Bench& bench, std::int64_t number);
/// An item that carries a task's number is the task's. A number that anybody may have written is
/// believed of items that our key has made.
[[nodiscard]] bool is_surely_ours(const Bench& bench, const Item& item);
/// A project that the configuration gives to a municipality other than this one.
[[nodiscard]] bool is_of_another(const Bench& bench, const std::string& project);
/// Makes an item that carries the task's number the task's.
void take_over(const Store& store, Bond& bond, const Item& item);

} // namespace klik::portfolio
