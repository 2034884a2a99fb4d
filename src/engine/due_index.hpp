#pragma once

#include "domain/civil_time.hpp"
#include "domain/ids.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace klik::engine {

/// Tasks by the date on which something is due, so that a step of the clock touches those alone.
/// Most are far ahead and leave their date long before it comes: a change costs next to nothing,
/// and whoever asks for a date puts it in order.
class DueIndex {
  public:
    /// `from` is where the number stands, `to` where it is to stand.
    void move(domain::TaskNumber number, std::optional<domain::Date> from,
              std::optional<domain::Date> to);

    [[nodiscard]] bool empty() const { return dates_.empty(); }
    /// Of an index that is not empty.
    [[nodiscard]] domain::Date earliest() const { return dates_.begin()->first; }
    /// By date, and of a date ascending.
    [[nodiscard]] std::vector<domain::TaskNumber> until(domain::Date last) const;

    /// Whether the same numbers stand under the same dates.
    friend bool operator==(const DueIndex& a, const DueIndex& b);

  private:
    /// What came and what has gone since, each in the order of time.
    struct OfDate {
        std::vector<domain::TaskNumber> came;
        std::vector<domain::TaskNumber> gone;

        [[nodiscard]] std::size_t size() const { return came.size() - gone.size(); }
        [[nodiscard]] std::vector<domain::TaskNumber> listed() const; ///< ascending
        void remove(domain::TaskNumber number);
    };

    std::map<domain::Date, OfDate> dates_;
};

} // namespace klik::engine
