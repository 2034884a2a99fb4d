#pragma once

#include "domain/ids.hpp"

#include <cstdint>
#include <limits>

namespace klik::journal {

/// So many sequences a municipality may have. The SQL of journal_format.cpp and journal_check.cpp
/// says the same.
inline constexpr std::int64_t keys_of_a_municipality = 100'000'000'000'000;
/// So many keys after one another are an era of the log; docs/journal.md, table `era`.
inline constexpr std::int64_t keys_of_an_era = 1000;

/// Keys above the first and up to the other.
struct KeyRange {
    std::int64_t after = 0;
    std::int64_t last = 0;
};
inline constexpr KeyRange all_keys{-1, std::numeric_limits<std::int64_t>::max()};

/// A sequence as SQLite keeps it. What lies above 2^63-1 lies above every record all the same.
[[nodiscard]] std::int64_t stored(domain::Sequence sequence);

/// The keys of a municipality's records in table `record`: its code x 10^14, plus the sequence.
class RecordKeys {
  public:
    /// Throws `std::logic_error` for what is no code.
    explicit RecordKeys(const domain::MunicipalityCode& municipality);

    /// Below all of them.
    [[nodiscard]] std::int64_t before_first() const { return before_first_; }
    [[nodiscard]] std::int64_t last() const { return before_first_ + keys_of_a_municipality - 1; }
    /// A sequence that no record can have lies above all of them.
    [[nodiscard]] std::int64_t of(domain::Sequence sequence) const;

  private:
    std::int64_t before_first_;
};

[[nodiscard]] domain::MunicipalityCode municipality_of_key(std::int64_t key);
[[nodiscard]] domain::Sequence sequence_of_key(std::int64_t key);

} // namespace klik::journal
