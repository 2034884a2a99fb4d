#pragma once

#include "ctl/finding.hpp"

#include <chrono>
#include <filesystem>
#include <optional>

namespace klik::ctl {

/// Room on the disk of the data folder: what klikd writes next, and what a backup or an erasure of
/// the journal needs.
[[nodiscard]] Finding check_disk(const std::filesystem::path& data);

/// Whether something keeps the machine's clock right.
[[nodiscard]] Finding check_clock();

/// The process that works on the data folder; nothing where none does, or it cannot be seen.
[[nodiscard]] std::optional<int> worker_of(const std::filesystem::path& data);

} // namespace klik::ctl
