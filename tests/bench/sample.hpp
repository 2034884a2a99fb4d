#pragma once

#include <algorithm>
#include <vector>

namespace klik::bench {

/// What several runs gave.
struct Sample {
    std::vector<double> values{};

    [[nodiscard]] double median() const { return at(0.5); }
    [[nodiscard]] double least() const { return at(0); }
    [[nodiscard]] double most() const { return at(1); }
    /// The value that the given share of all lies at or below.
    [[nodiscard]] double at(double share) const {
        auto sorted = values;
        std::ranges::sort(sorted);
        const auto last = static_cast<double>(sorted.size() - 1);
        return sorted[static_cast<std::size_t>(share * last + 0.5)];
    }
};

} // namespace klik::bench
