#pragma once

#include "ctl/finding.hpp"
#include "ctl/operator_file.hpp"

#include <vector>

namespace klik::ctl {

/// A finding of each endpoint of a platform where nobody is, or somebody who does not let klikd in.
[[nodiscard]] std::vector<Finding> check_platforms(const OperatorFile& file);

} // namespace klik::ctl
