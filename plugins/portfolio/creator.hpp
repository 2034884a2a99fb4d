#pragma once

#include "portfolio/receipt_book.hpp"

#include <string>

namespace klik::portfolio {

/// Makes items in the tool, with a receipt of each try.
class Creator {
  public:
    Creator(Bench& bench, ReceiptBook& book) : bench_{bench}, book_{book} {}

    /// A status in `fields` is where it begins if the tool lets it. Where the tool refuses the item
    /// for one of its fields it is made without these: they are to be written afterwards, when what
    /// is refused is known by its field. Errors are as those of `Writer`.
    Result<void> create(Matter& matter, const Known& known, const Fields& fields);

  private:
    Result<void> try_once(Matter& matter, const Known& known, const Fields& fields);
    Result<void> nothing_is_astray(const std::string& project);
    [[nodiscard]] Error taken_away(const Matter& matter, Receipt& receipt, const Item& made);
    [[nodiscard]] std::string others_perhaps(const std::string& project) const;

    Bench& bench_;
    ReceiptBook& book_;
};

} // namespace klik::portfolio
