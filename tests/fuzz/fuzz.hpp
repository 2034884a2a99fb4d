#pragma once

#include "domain/problem.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace klik::fuzz {

/// Reads one input; each target has its own. libFuzzer keeps an input that ends the process.
void read_input(std::string_view input);

/// Ends the process where a rule does not hold; `what` is shown.
void require(bool holds, std::string_view rule, std::string_view what = {});

/// A refusal that its reader can act on: a code, and a sentence of one line that any log and
/// terminal can show.
void require_sentence(const domain::Problem& problem);
void require_sentence(std::string_view sentence);

/// Takes an input apart. What is asked for beyond its end is zero or empty.
class Pieces {
  public:
    explicit Pieces(std::string_view input) : rest_{input} {}

    [[nodiscard]] bool done() const { return rest_.empty(); }
    [[nodiscard]] std::uint8_t byte() {
        const auto one = bytes(1);
        return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one.front());
    }
    [[nodiscard]] std::size_t below(std::size_t limit) { return byte() % limit; }
    /// Bytes with their length, two bytes, before them.
    [[nodiscard]] std::string_view counted() {
        const std::size_t high = byte();
        return bytes(high * 256 + byte());
    }
    [[nodiscard]] std::string_view line() {
        const auto found = bytes(std::min(rest_.find('\n'), rest_.size()));
        static_cast<void>(bytes(1));
        return found;
    }
    [[nodiscard]] std::string_view rest() { return bytes(rest_.size()); }

  private:
    std::string_view bytes(std::size_t count) {
        const auto found = rest_.substr(0, count);
        rest_.remove_prefix(found.size());
        return found;
    }
    std::string_view rest_;
};

} // namespace klik::fuzz
