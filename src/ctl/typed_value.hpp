#pragma once

#include "ctl/people.hpp"
#include "domain/task.hpp"

#include <string>

namespace klik::ctl {

/// The id of a person who is known, else `{name}`; `ambiguous` for a name of several.
[[nodiscard]] Result<Value> person_value(const std::string& name_or_id, const People& people);

/// What was typed as the value of a field, as it goes on the wire; `-` is none. A status that is
/// known becomes its canonical word, a date in either form `YYYY-MM-DD`. `usage` for what is no
/// date or no number, `ambiguous` for a name of several people.
[[nodiscard]] Result<Value> typed_value(const domain::FieldDescription& field,
                                        const std::string& text, const People& people);

} // namespace klik::ctl
