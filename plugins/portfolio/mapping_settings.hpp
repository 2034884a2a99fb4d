#pragma once

#include "common/settings.hpp"
#include "portfolio/mapping.hpp"

namespace klik::portfolio {

/// The tables `projects`, `fields`, `statuses`, `statuses_in`, `priorities` and `people` of the
/// plugin's section; what is wrong with them is in its file's mistakes. `makes_deleted_again` and
/// `longest_title` are left as they are.
[[nodiscard]] Mapping read_mapping(common::Section& section);

} // namespace klik::portfolio
