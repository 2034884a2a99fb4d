#include "common/request_ids.hpp"

#include <fmt/core.h>

#include <charconv>

namespace klik::common {

RequestIds::RequestIds(std::string_view plugin, std::string_view store)
    : prefix_{fmt::format("{}-{}-", plugin, store)} {}

std::string RequestIds::of(std::int64_t number) const {
    return prefix_ + std::to_string(number);
}

std::optional<std::int64_t> RequestIds::number_in(std::string_view id) const {
    if (!id.starts_with(prefix_)) {
        return std::nullopt;
    }
    id.remove_prefix(prefix_.size());
    std::int64_t number = 0;
    const auto read = std::from_chars(id.data(), id.data() + id.size(), number);
    return read.ec == std::errc{} && read.ptr == id.data() + id.size() ? std::optional{number}
                                                                       : std::nullopt;
}

std::string numbers_never_given(std::string_view table) {
    // The time of opening leads, in milliseconds; the random part tells copies apart where the
    // clock was put back.
    return fmt::format(
        "INSERT INTO sqlite_sequence (name, seq) SELECT '{0}', 0 WHERE NOT EXISTS (SELECT 1 FROM "
        "sqlite_sequence WHERE name = '{0}');"
        "UPDATE sqlite_sequence SET seq = max(seq, CAST((julianday('now') - 2440587.5) * 86400000 "
        "AS INTEGER) << 20) + (random() & 1048575) WHERE name = '{0}';",
        table);
}

} // namespace klik::common
