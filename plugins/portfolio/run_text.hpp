#pragma once

#include "common/language.hpp"
#include "portfolio/ledger.hpp"

#include <string>
#include <string_view>

namespace klik::portfolio {

/// What a run wrote, for who began it.
[[nodiscard]] std::string run_in_words(const Run& run, common::Language language);
/// The same as one of several: with what began it, when, and whether it was taken back.
[[nodiscard]] std::string run_in_list(const Run& run, bool is_taken_back,
                                      common::Language language);
/// Of a line about one write.
[[nodiscard]] std::string_view deed_in_words(Deed deed, common::Language language);

} // namespace klik::portfolio
