#pragma once

#include "portfolio/klik_side.hpp"
#include "portfolio/plan.hpp"

#include <functional>
#include <string>
#include <vector>

namespace klik::portfolio {

/// What somebody is called whom a side knows by that id, for those who read it.
using NameOf = std::function<std::string(Side side, const std::string& id)>;

/// Empty where the tool does not tell.
[[nodiscard]] std::string name_in_tool(const std::vector<ToolPerson>& people,
                                       const std::string& id);
/// The id where no name is known, and behind a name that several have.
[[nodiscard]] NameOf names_of(std::vector<ToolPerson> people, KlikSide& klik);

} // namespace klik::portfolio
