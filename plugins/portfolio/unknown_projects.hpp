#pragma once

#include "portfolio/mapping.hpp"

#include <set>
#include <string>
#include <vector>

namespace klik::portfolio {

/// Projects of KLIK that the mapping names and that have no task in klikd, which has tasks in
/// `known`: each a sentence with the one of these that it resembles most. None while klikd has no
/// task at all.
[[nodiscard]] std::vector<Sentence> unknown_projects(const Mapping& mapping,
                                                     const std::set<std::string>& known);

} // namespace klik::portfolio
