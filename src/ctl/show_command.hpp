#pragma once

#include "ctl/invocation.hpp"
#include "ctl/people.hpp"

#include <string>

namespace klik::ctl {

/// The row of `query task` with names in place of the persons' ids.
[[nodiscard]] Value with_names(Value task, const People& people);

/// The task as a page for people; `task` went through `with_names`.
[[nodiscard]] std::string task_page(const Value& task, const Console& console);

/// `klikctl show`
void add_show_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
