#include "common/nearest_word.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace klik::common {

namespace {

/// How many slips of a hand lie between two words: a letter too many, too few or another, or two
/// in the wrong order.
std::size_t slips_between(std::string_view one, std::string_view other) {
    const std::size_t width = other.size() + 1;
    std::array<std::vector<std::size_t>, 3> rows; // the one before the last, the last, this one
    rows.fill(std::vector<std::size_t>(width));
    auto& [before_last, last, here] = rows;
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= one.size(); ++i) {
        here[0] = i;
        for (std::size_t j = 1; j < width; ++j) {
            const bool same = one[i - 1] == other[j - 1];
            here[j] = std::min({last[j] + 1, here[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) {
                here[j] = std::min(here[j], before_last[j - 2] + 1);
            }
        }
        before_last.swap(last);
        last.swap(here);
    }
    return last.back();
}

} // namespace

std::optional<std::string_view> nearest_word(std::string_view written,
                                             std::span<const std::string_view> words) {
    std::optional<std::string_view> nearest;
    auto fewest = std::max<std::size_t>(2, written.size() / 2) + 1;
    for (const auto word : words) {
        if (const auto slips = slips_between(written, word); slips < fewest) {
            fewest = slips;
            nearest = word;
        }
    }
    return nearest;
}

std::string guess_at(std::string_view written, std::span<const std::string_view> words) {
    const auto nearest = nearest_word(written, words);
    return nearest ? std::string{"; did you mean \""}.append(*nearest).append("\"?") : "";
}

} // namespace klik::common
