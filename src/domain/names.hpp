#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace klik::domain {

/// The enumerator of that name, where `names` are in the enumeration's order.
template <class Enum, std::size_t size>
[[nodiscard]] std::optional<Enum> named(const std::array<std::string_view, size>& names,
                                        std::string_view name) {
    const auto* found = std::ranges::find(names, name);
    if (found == names.end()) {
        return std::nullopt;
    }
    return static_cast<Enum>(found - names.begin());
}

} // namespace klik::domain
