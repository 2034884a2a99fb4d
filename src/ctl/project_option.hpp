#pragma once

#include "ctl/invocation.hpp"

#include <expected>
#include <string>

namespace klik::ctl {

/// What `--project` asks klikd for: `-` is for the tasks without a project.
[[nodiscard]] std::string project_key(const std::string& option);

/// Asked where nothing was found: says so where no task has the project, and which projects there
/// are, and gives the exit code. Without regard to case.
[[nodiscard]] std::expected<void, int> expect_project(const std::string& option, Client& client,
                                                      Console& console);

} // namespace klik::ctl
