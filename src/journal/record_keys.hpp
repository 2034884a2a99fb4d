#pragma once

#include "domain/ids.hpp"

#include <cstdint>

namespace klik::journal {

/// So many sequences a municipality may have. The SQL of journal_format.cpp and journal_check.cpp
/// says the same.
inline constexpr std::int64_t keys_of_a_municipality = 100'000'000'000'000;
/// The index by task holds so many records after one another apart from all others: what a batch
/// adds to it lies close together, whichever tasks it is about.
inline constexpr std::int64_t keys_of_an_era = 10'000;

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
