#pragma once

#include "portfolio/receipt_book.hpp"

#include <utility>

namespace klik::portfolio {

/// Gives items their prerequisites, all at once, with one receipt for what is linked and one for
/// what is unlinked. Errors are those of `Writer`.
class Linker {
  public:
    Linker(Bench& bench, ReceiptBook& book) : bench_{bench}, book_{book} {}

    /// False where one of them has no item yet.
    Result<bool> link(Matter& matter, const Known& known, const std::string& prerequisites);
    /// A link was taken away, which may have closed a circle with another that was refused; once.
    [[nodiscard]] bool take_whether_one_went() { return std::exchange(took_away_, false); }

  private:
    struct Set {
        Deed deed = Deed::link;
        std::vector<Item> befores;
        std::string becomes;
        std::string wanted; ///< in the end
    };

    [[nodiscard]] std::optional<Item> item_before(std::int64_t number) const;
    Result<void> carry_out(Matter& matter, const Known& known, const Set& set);
    Result<void> change(const Matter& matter, const Set& set);
    Result<void> look(Matter& matter, const Set& set, Receipt& receipt, const Result<void>& done);

    Bench& bench_;
    ReceiptBook& book_;
    bool took_away_ = false;
};

} // namespace klik::portfolio
