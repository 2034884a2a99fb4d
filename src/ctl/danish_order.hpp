#pragma once

#include <string>
#include <string_view>

namespace klik::ctl {

/// What a name is sorted by, byte by byte: without regard to case, æ, ø and å (also written aa)
/// behind z, and other letters with a mark beside those without.
[[nodiscard]] std::string danish_sort_key(std::string_view name);

} // namespace klik::ctl
