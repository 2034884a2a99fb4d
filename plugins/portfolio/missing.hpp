#pragma once

#include "portfolio/mapping.hpp"
#include "portfolio/tool.hpp"

#include <string>
#include <vector>

namespace klik::portfolio {

/// What the mapping names and the tool's project does not have, each a sentence that says what to
/// do. `project` is the tool's.
[[nodiscard]] std::vector<std::string> missing_in(const Mapping& mapping,
                                                  const std::string& project, const Offer& offer);

} // namespace klik::portfolio
