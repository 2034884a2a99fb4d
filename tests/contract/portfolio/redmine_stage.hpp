#pragma once

#include "contract/portfolio/stage.hpp"
#include "portfolio/redmine_tool.hpp"

#include <memory>
#include <string>

namespace klik::portfolio {

/// The Redmine that tests/contract/test_portfolio_tools.py started; `person` has a key there.
[[nodiscard]] RedmineSettings redmine_settings(const std::string& person);
[[nodiscard]] std::unique_ptr<Tool> redmine_for(const std::string& person);

} // namespace klik::portfolio
