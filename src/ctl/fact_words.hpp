#pragma once

#include "ctl/console.hpp"
#include "ctl/people.hpp"
#include "klik/value.hpp"

#include <string>
#include <string_view>

namespace klik::ctl {

/// What an explanation looked at or a system event says, in words: `Frist: mandag den 4. marts
/// 2024`, with `between` between two facts. People are said by name, and what this version does not
/// know stands last, as it is. `-` for no fact.
[[nodiscard]] std::string facts_text(const Value& facts, std::string_view between,
                                     const People& people, const Console& console);

/// `udføreren (fraværende), den ansvarlige (ubesat)` of roles and why each was passed over; `-` for
/// none.
[[nodiscard]] std::string asked_text(const Value& roles, const Value& reasons,
                                     const Console& console);

} // namespace klik::ctl
