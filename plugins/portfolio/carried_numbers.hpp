#pragma once

#include "portfolio/receipt_book.hpp"

#include <cstdint>
#include <set>
#include <string>

namespace klik::portfolio {

/// The numbers by which items are found again after a loss of the state: where somebody took one
/// away it is restored, and where the configuration has another place for it by now it is moved.
class CarriedNumbers {
  public:
    explicit CarriedNumbers(Bench& bench) : bench_{bench} {}

    /// The item of the bond, as it was read. Writes nothing to the tool.
    void note(const Bond& bond, const Item& item);
    /// An item carries the number of a task that has none, and is somebody else's: said once.
    void is_not_ours(const Bond& bond, const Item& item);
    /// Errors mean that the tool cannot be used now.
    Result<void> restore();

  private:
    Result<void> restore(std::int64_t number);
    [[nodiscard]] static bool is_in_place(const Bond& bond, const Item& item);

    Bench& bench_;
    ReceiptBook book_{bench_};
    std::set<std::int64_t> to_restore_; ///< numbers of tasks
    std::set<std::string> told_;        ///< ids of items
};

} // namespace klik::portfolio
