#pragma once

#include "ctl/console.hpp"
#include "ctl/people.hpp"
#include "klik/event.hpp"
#include "klik/value.hpp"

#include <set>
#include <string>
#include <string_view>

namespace klik::ctl {

/// What an event or a record says, in a few words on one line: `type` and `data` are those of the
/// event.
[[nodiscard]] std::string event_words(std::string_view type, const Value& data,
                                      const People& people, const Console& console);

/// Ids of the people whom its line may name.
[[nodiscard]] std::set<std::string> people_in(const Value& data);

/// `19-02-2024 08:00  besked        ...`
[[nodiscard]] std::string event_line(const Event& event, const People& people,
                                     const Console& console);

} // namespace klik::ctl
