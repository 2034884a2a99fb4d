#include "portfolio/person_names.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace klik::portfolio {

namespace {

std::string name_or_id(const std::vector<ToolPerson>& people, const std::string& id) {
    const auto name = name_in_tool(people, id);
    if (name.empty()) {
        return id;
    }
    return std::ranges::count(people, name, &ToolPerson::name) > 1
               ? fmt::format("{} ({})", name, id)
               : name;
}

} // namespace

std::string name_in_tool(const std::vector<ToolPerson>& people, const std::string& id) {
    const auto found = std::ranges::find(people, id, &ToolPerson::id);
    return found == people.end() ? std::string{} : found->name;
}

NameOf names_of(std::vector<ToolPerson> people, KlikSide& klik) {
    return [people = std::move(people), &klik](Side side, const std::string& id) {
        if (id.empty() || side == Side::tool) {
            return name_or_id(people, id);
        }
        const auto name = klik.name_of(id);
        return name.empty() ? id : name;
    };
}

} // namespace klik::portfolio
