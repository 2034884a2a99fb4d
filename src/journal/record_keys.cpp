#include "journal/record_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <stdexcept>

namespace klik::journal {

namespace {

std::int64_t number_of(const domain::MunicipalityCode& municipality) {
    if (!domain::municipality_code(municipality.value)) {
        throw std::logic_error("no municipality has the code " + municipality.value);
    }
    std::int64_t number = 0;
    const auto& digits = municipality.value;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

} // namespace

std::int64_t stored(domain::Sequence sequence) {
    return static_cast<std::int64_t>(std::min(
        sequence.value, static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())));
}

RecordKeys::RecordKeys(const domain::MunicipalityCode& municipality)
    : before_first_{number_of(municipality) * keys_of_a_municipality} {}

std::int64_t RecordKeys::of(domain::Sequence sequence) const {
    constexpr auto most = static_cast<std::uint64_t>(keys_of_a_municipality - 1);
    return before_first_ + static_cast<std::int64_t>(std::min(sequence.value, most));
}

domain::MunicipalityCode municipality_of_key(std::int64_t key) {
    return {fmt::format("{:04}", key / keys_of_a_municipality)};
}

domain::Sequence sequence_of_key(std::int64_t key) {
    return {static_cast<std::uint64_t>(key % keys_of_a_municipality)};
}

} // namespace klik::journal
