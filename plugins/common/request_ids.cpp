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

} // namespace klik::common
