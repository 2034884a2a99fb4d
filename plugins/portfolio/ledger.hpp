#pragma once

#include "portfolio/store.hpp"

namespace klik::portfolio {

enum class Deed { create, write, link, unlink, remove, ask };
[[nodiscard]] std::string_view name_of(Deed deed);

enum class Outcome {
    open,    ///< intended; whether it was done is not known
    done,    ///< and read back
    refused, ///< by the tool's rules
    undone   ///< it did not come to it
};
[[nodiscard]] std::string_view name_of(Outcome outcome);

/// A field of a write, in the tool's words.
struct Written {
    Field field = Field::title;
    std::string was;
    std::string becomes;
    std::string klik;                    ///< of the base, once it is written
    std::string shown;                   ///< likewise
    std::optional<Agreed> base_before{}; ///< for `undo`
};

/// One write: stored as `open` before, with its outcome after. What is linked and unlinked stands
/// in its field `prerequisites`, as `was` and `becomes`.
struct Receipt {
    std::int64_t id = 0;
    std::int64_t run = 0;
    std::int64_t number = 0;
    Deed deed = Deed::write;
    std::string item; ///< id in the tool; of a create known only after
    /// Of a create: the tool's project in which it was to be made.
    std::string project{};
    /// The last record that the tool had of the item before, where it keeps any.
    std::string seen{};
    Outcome outcome = Outcome::open;
    std::string problem{}; ///< why it was refused
    std::string edit{};    ///< id of the tool's own record of it
    common::Time at{};
    std::vector<Written> fields{};
};

struct Run {
    std::int64_t id = 0;
    std::string kind; ///< `apply`, `continuous` or `undo`
    common::Time begun{};
    common::Time ended{}; ///< the epoch: it did not come to its end
    std::int64_t calls = 0;
    std::int64_t done = 0;
    std::int64_t refused = 0;
};

/// What was written, run by run. In the file of the store, so that a receipt and what follows from
/// it are stored together.
class Ledger {
  public:
    explicit Ledger(const Store& store) : database_{store.database()} {}

    [[nodiscard]] std::int64_t begin(std::string_view kind, common::Time now) const;
    /// `calls` of the tool that it took.
    void end(std::int64_t run, common::Time now, std::int64_t calls) const;
    /// Runs that begun earlier, with their receipts, but for those that are open.
    void forget_before(common::Time time) const;
    [[nodiscard]] std::vector<Run> runs() const;
    [[nodiscard]] std::optional<Run> run(std::int64_t id) const;

    /// Before the write, in a transaction of the caller; gives the receipt's id.
    [[nodiscard]] std::int64_t intend(const Receipt& receipt) const;
    /// After it.
    void finish(const Receipt& receipt) const;
    [[nodiscard]] std::vector<Receipt> open_of(std::int64_t number) const;
    /// Numbers of tasks with receipts that are open.
    [[nodiscard]] std::vector<std::int64_t> numbers_of_open() const;
    /// The first create of the task of which nothing was found, and of which nothing came since.
    [[nodiscard]] std::optional<Receipt> given_up_create(std::int64_t number) const;
    /// Of all tasks, each that is so.
    [[nodiscard]] std::vector<Receipt> given_up_creates() const;
    [[nodiscard]] std::vector<Receipt> of_run(std::int64_t run) const;
    /// The tool's record of a change is one of ours.
    [[nodiscard]] bool wrote(const std::string& edit) const;

  private:
    void fill_in(Receipt& receipt) const;
    const common::Database& database_;
};

} // namespace klik::portfolio
