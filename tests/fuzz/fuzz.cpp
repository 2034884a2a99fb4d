#include "fuzz/fuzz.hpp"

#include "codec/utf8.hpp"

#include <cstdio>
#include <cstdlib>

namespace klik::fuzz {

void require(bool holds, std::string_view rule, std::string_view what) {
    if (!holds) {
        std::fprintf(stderr, "broken: %.*s\n%.*s\n", static_cast<int>(rule.size()), rule.data(),
                     static_cast<int>(what.size()), what.data());
        std::abort();
    }
}

void require_sentence(std::string_view sentence) {
    require(!sentence.empty(), "a refusal says what is wrong");
    require(codec::is_utf8(sentence), "a refusal is UTF-8", sentence);
    require(
        std::ranges::none_of(
            sentence, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; }),
        "a refusal is one line that can be shown", sentence);
}

void require_sentence(const domain::Problem& problem) {
    require(!problem.code.empty() && !problem.text.empty(), "a refusal has a code and a text",
            problem.sentence());
    require_sentence(problem.sentence());
}

} // namespace klik::fuzz
