#pragma once

#include "portfolio/mapping.hpp"
#include "portfolio/tool.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace klik::portfolio {

/// Which statuses may follow one, as items have shown it (`Item::next_statuses`).
using StatusEdges = std::map<std::string, std::set<std::string>>;

/// What is known of the tool's workflow.
struct StatusMap {
    StatusEdges learned;
    std::set<std::string> closed; ///< those that end an item
    std::set<std::string> mapped; ///< those of the mapping
};

[[nodiscard]] StatusMap status_map(const Mapping& mapping, const Offer& offer, StatusEdges learned);

/// The status to give the item next on its way to `goal`: the first step of the shortest way that
/// is known, else of a way to the nearest open status of the mapping whose successors nobody has
/// seen yet. Statuses in between are open ones. `been` are those that this way has led through, and
/// it does not lead there again. None: there is no way.
[[nodiscard]] std::optional<std::string> next_step(const StatusMap& map, const Item& item,
                                                   const std::string& goal,
                                                   const std::set<std::string>& been);

/// The shortest way from one status to another by what is known alone; empty where there is none.
[[nodiscard]] std::vector<std::string> known_way(const StatusMap& map, const std::string& from,
                                                 const std::string& goal);

} // namespace klik::portfolio
