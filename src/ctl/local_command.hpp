#pragma once

#include "ctl/invocation.hpp"
#include "ctl/people.hpp"

#include <string>
#include <vector>

namespace klik::ctl {

/// The map of fields that `FIELD=VALUE` ask for, a field by its name on the wire or its heading.
/// `usage` for what has no `=`, and for a field that a task of the municipality's own has not.
[[nodiscard]] Result<Value> local_fields_of(const std::vector<std::string>& assignments,
                                            const People& people);

/// `klikctl local`
void add_local_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
