#pragma once

#include "common/language.hpp"
#include "portfolio/mapping.hpp"
#include "portfolio/tool.hpp"

#include <string>
#include <vector>

namespace klik::portfolio {

/// What the mapping names and a project of the tool, which offers that, does not have: each a
/// sentence that says what to do.
[[nodiscard]] std::vector<std::string> missing_in(const Mapping& mapping, const Offer& offer,
                                                  common::Language language);

} // namespace klik::portfolio
