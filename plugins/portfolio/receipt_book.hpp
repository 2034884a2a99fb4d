#pragma once

#include "portfolio/bench.hpp"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace klik::portfolio {

[[nodiscard]] bool holds(const Item& item, Field field, const std::string& value);
/// Empty where there is none.
[[nodiscard]] std::string value_of(const Fields& fields, Field field);
/// The first record in the item's history since `seen` that is ours, belongs to no receipt and
/// `fits`; empty where there is none.
[[nodiscard]] std::string own_edit_since(const Bench& bench, const Item& item,
                                         const std::string& seen,
                                         const std::function<bool(const Edit&)>& fits);
/// All that the tool tells of was done by us; of an item from `Tool::read`.
[[nodiscard]] bool nobody_else_was_at(const Bench& bench, const Item& item);
/// What one write is to give an item.
struct Goal {
    Fields fields;
    /// Of a part of the way (a step of status, some of the links): what it leads to in the end.
    std::string in_the_end{};
};

/// A receipt of each write to the tool: stored before as an intent, after with what came of it; and
/// what follows from it for the base.
class ReceiptBook {
  public:
    explicit ReceiptBook(Bench& bench) : bench_{bench} {}

    [[nodiscard]] Receipt intend(const Matter& matter, Deed deed, std::vector<Written> fields);
    /// In a transaction of the caller, or alone.
    void finish(Receipt& receipt, Outcome outcome, const std::string& problem = {});
    [[nodiscard]] std::vector<Written> written(const Matter& matter, const Known& known,
                                               const Goal& goal) const;
    /// The item has these fields of the receipt now: both sides agree on them.
    void agree(const Matter& matter, const Receipt& receipt, const std::set<Field>& fields);
    /// The comment stands in the tool, which may have refused what it is about.
    void was_said(const Matter& matter, const std::string& comment);
    /// What was refused twice in this pass stays so though the pass has changed the item since,
    /// such as by a comment: to be called before it is planned anew, and at its end.
    void keep_refused(const Matter& matter);
    /// The tool does not take the value; `rule` says why.
    void refuse(Matter& matter, Field field, const std::string& wanted, const std::string& rule);

  private:
    Bench& bench_;
};

} // namespace klik::portfolio
