#include "daemon/sentences.hpp"

#include <cstddef>

namespace klik::daemon {

namespace {

/// Readers refuse an event with a text above 64 KiB.
constexpr std::size_t most_bytes_of_sentences = std::size_t{32} * 1024;

} // namespace

std::string sentences_of(const std::vector<domain::Problem>& problems) {
    std::string sentences;
    std::size_t left_out = 0;
    for (const auto& problem : problems) {
        const auto sentence = problem.sentence();
        if (sentences.size() + sentence.size() > most_bytes_of_sentences) {
            ++left_out;
            continue;
        }
        sentences += (sentences.empty() ? "" : "\n") + sentence;
    }
    if (left_out > 0) {
        sentences += (sentences.empty() ? "" : "\n") + std::to_string(left_out) +
                     " more, which klikd's log has";
    }
    return sentences;
}

} // namespace klik::daemon
