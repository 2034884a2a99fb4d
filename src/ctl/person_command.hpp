#pragma once

#include "ctl/invocation.hpp"
#include "klik/value.hpp"

#include <string>
#include <vector>

namespace klik::ctl {

class People;

/// The rows of `query person` as a table.
[[nodiscard]] std::string people_table(const std::vector<Value>& rows, const Console& console);
/// The rows of `query roles` as a table, persons by name.
[[nodiscard]] std::string roles_table(const std::vector<Value>& rows, const People& people,
                                      const Console& console);
/// What an erasure has done, in sentences; `answer` is the map of `admin.ok`.
[[nodiscard]] std::string erasure_text(const Value& answer, const Console& console);

void add_person_command(CLI::App& program, Invocation& invocation);
void add_roles_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
