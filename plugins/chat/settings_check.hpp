#pragma once

#include "chat/settings.hpp"
#include "common/known_tasks.hpp"

#include <klik/error.hpp>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace klik::chat {

/// What is wrong with the settings and can be seen with klikd's help alone, a sentence each.

/// Projects and phases of rooms that no task of the municipality has. Where there is no task yet
/// nothing is known.
[[nodiscard]] std::vector<std::string>
names_of_no_task(const Settings& settings, const std::string& municipality,
                 const std::map<std::int64_t, common::KnownTasks::Known>& tasks);

/// Whether klikd knows a person of that id; an error where it cannot say.
using IsPerson = std::function<Result<bool>(const std::string& id)>;

/// Ids in `people` that nobody has in the municipality; an error ends the search.
[[nodiscard]] std::vector<std::string>
ids_of_nobody(const Settings& settings, const std::string& municipality, const IsPerson& is_person);

} // namespace klik::chat
