#pragma once

#include <klik/value.hpp>

#include <string_view>
#include <vector>

namespace klik::chat {

/// Whether somebody may have the task's status changed: its assignee and responsible and who stands
/// in for them, a project leader of its project, and a KLIK administrator. `state` is the data of a
/// state event, `roles` the rows of klikd's `query` `roles`.
[[nodiscard]] bool may_change(std::string_view person, const Value& state,
                              const std::vector<Value>& roles);

} // namespace klik::chat
