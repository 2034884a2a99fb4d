#pragma once

namespace klik::ctl::exit_code {

inline constexpr int done = 0;
inline constexpr int refused_input = 1; ///< some pages, a rule set or a question were refused
inline constexpr int usage = 2;
inline constexpr int no_contact = 3;
inline constexpr int refused_request = 4;
inline constexpr int no_outcome = 5; ///< what is waited for is not known yet

} // namespace klik::ctl::exit_code
