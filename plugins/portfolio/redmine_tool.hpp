#pragma once

#include "portfolio/redmine_settings.hpp"
#include "portfolio/tool.hpp"

#include <functional>
#include <memory>

namespace klik::portfolio {

/// Redmine 5 over its REST interface: docs/portfolio-adapters.md says what it does and does not do.
/// `meanwhile` is called several times a second, and breaks a request off by false; then the error
/// is `interrupted`.
[[nodiscard]] std::unique_ptr<Tool> redmine_tool(RedmineSettings settings,
                                                 std::function<bool()> meanwhile);

} // namespace klik::portfolio
