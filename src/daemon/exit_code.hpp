#pragma once

/// What klikd ends with, docs/operations.md.
namespace klik::daemon::exit_code {

inline constexpr int ended = 0;
inline constexpr int bad_configuration = 1; ///< or a bad command line
inline constexpr int cannot_start = 2;      ///< journal, folder, endpoint or port cannot be used
inline constexpr int locked = 3;            ///< another klikd holds the data folder
inline constexpr int broken = 70;           ///< an invariant of ours does not hold

} // namespace klik::daemon::exit_code
