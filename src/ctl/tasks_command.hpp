#pragma once

#include "ctl/invocation.hpp"
#include "ctl/people.hpp"

#include <optional>
#include <string>
#include <vector>

namespace klik::ctl {

/// Which tasks are asked for; each filter that is given has to fit.
struct TaskFilters {
    std::string status;
    std::string colour;
    std::string project; ///< `-`: those without
    std::string phase;
    std::string theme;
    std::string priority;
    std::string responsible; ///< a name or an id
    std::string assignee;    ///< a name or an id
    std::optional<bool> ready;
    std::optional<bool> open;
};

/// The keys of `query tasks`; an error for a person whom no task names.
[[nodiscard]] Result<Value> keys_of(const TaskFilters& filters, const People& people);

/// The table for people.
[[nodiscard]] std::string tasks_table(const std::vector<Value>& rows, const People& people,
                                      const Console& console);

/// `klikctl tasks`
void add_tasks_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
