#pragma once

#include "portfolio/bench.hpp"

#include <map>
#include <set>
#include <string>

namespace klik::portfolio {

/// Writes to the tool with a receipt of each write: stored before as an intent, after with what
/// came of it. What the tool's rules refuse is remembered as such and is no error. Errors are those
/// after which this task cannot be gone on with; where one is not `is_about_the_tool`, it is about
/// the item or its project alone.
class Writer {
  public:
    explicit Writer(Bench& bench) : bench_{bench} {}

    Result<void> create(Matter& matter, const Known& known, const Fields& fields);
    /// No status in it. `comment` may be empty.
    Result<void> write(Matter& matter, const Known& known, const Fields& fields,
                       const std::string& comment);
    /// Leads the item to the status, step by step.
    Result<void> lead_to(Matter& matter, const Known& known, const Offer& offer,
                         const std::string& status, const std::string& comment);
    /// Gives the item these prerequisites; false where one of them has no item yet.
    Result<bool> link(Matter& matter, const Known& known, const std::string& prerequisites);

  private:
    struct Attempt {
        Fields fields;
        std::string comment;
        /// Of a step on the way to a status, where it leads in the end.
        std::string goal{};
    };

    [[nodiscard]] Receipt intend(const Matter& matter, Deed deed, std::vector<Written> fields,
                                 const std::string& other = {});
    void finish(Receipt& receipt, Outcome outcome, const std::string& problem = {});
    [[nodiscard]] std::vector<Written> written(const Matter& matter, const Known& known,
                                               const Attempt& attempt) const;
    void store_bases(Matter& matter, const Receipt& receipt, const std::set<Field>& fields);
    Result<bool> attempt(Matter& matter, const Known& known, const Attempt& attempt);
    Result<bool> look_what_was_done(Matter& matter, const Known& known, const Attempt& attempt,
                                    Receipt& receipt, const Error& error);
    void refuse(const Matter& matter, Field field, const std::string& wanted,
                const std::string& rule);
    Result<bool> link_one(Matter& matter, std::int64_t other, Deed deed, const std::string& wanted);

    Bench& bench_;
};

} // namespace klik::portfolio
