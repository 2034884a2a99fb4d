#pragma once

#include "portfolio/receipt_book.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace klik::portfolio {

/// Items that carry the number of a task that has another one. Mostly a person has copied an item,
/// which is said and left (F229). But a tool may also carry out a create long after nobody waits
/// for its answer any more, when another item was made already: that one is ours to remove, as long
/// as nobody has touched it.
class Doubles {
  public:
    explicit Doubles(Bench& bench) : bench_{bench} {}

    /// An item with the number of the bond's task, which has another. Writes nothing to the tool.
    void note(const Bond& bond, const Item& item);
    /// Removes those that are ours. Errors mean that the tool cannot be used now.
    Result<void> remove_own();

  private:
    Result<void> remove_own(std::int64_t number, const std::string& id);
    [[nodiscard]] bool is_of(const Receipt& create, const Item& item) const;
    void say(std::int64_t number, const std::string& id, const std::string& why = {});

    Bench& bench_;
    ReceiptBook book_{bench_};
    std::map<std::string, std::int64_t> perhaps_own_; ///< id of an item, and its task
    std::set<std::string> told_;                      ///< ids of items
};

} // namespace klik::portfolio
