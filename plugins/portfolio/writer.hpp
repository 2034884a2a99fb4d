#pragma once

#include "portfolio/receipt_book.hpp"

#include <string>

namespace klik::portfolio {

/// Writes to the tool with a receipt of each write. What the tool's rules refuse is remembered as
/// such and is no error. Errors are those after which this task cannot be gone on with; where one
/// is not `is_about_the_tool`, it is about the item or its project alone.
class Writer {
  public:
    Writer(Bench& bench, ReceiptBook& book) : bench_{bench}, book_{book} {}

    /// No status in it. `comment` may be empty.
    Result<void> write(Matter& matter, const Known& known, const Fields& fields,
                       const std::string& comment);

    struct Step {
        std::string status;
        std::string in_the_end; ///< where it leads
        std::string comment{};
    };
    struct Stepped {
        bool done = true;
        std::string rule{}; ///< why not
    };
    /// One step of status; what the tool refuses is not remembered.
    Result<Stepped> step(Matter& matter, const Known& known, const Step& step);
    /// Without looking whether it was done, which a list is to show. False where the tool says no;
    /// then the item is to be read.
    Result<bool> step_unread(Matter& matter, const Known& known, const Step& step);

    [[nodiscard]] ReceiptBook& book() { return book_; }

  private:
    struct Attempt {
        Goal goal;
        std::string comment;
    };

    Result<Stepped> attempt(Matter& matter, const Known& known, const Attempt& attempt);
    Result<Stepped> look_what_was_done(Matter& matter, const Known& known, const Attempt& attempt,
                                       Receipt& receipt, const Error& error);

    Bench& bench_;
    ReceiptBook& book_;
};

} // namespace klik::portfolio
