#pragma once

#include "domain/problem.hpp"

#include <string>
#include <vector>

namespace klik::daemon {

/// A sentence a line, as a detail of a `system` event holds them: of very many the last are counted
/// and left to the log.
[[nodiscard]] std::string sentences_of(const std::vector<domain::Problem>& problems);

} // namespace klik::daemon
