#pragma once

#include "portfolio/status_path.hpp"
#include "portfolio/writer.hpp"

#include <set>
#include <string>

namespace klik::portfolio {

/// Where an item is to be led, and with what.
struct StatusGoal {
    const Known& known;
    const Offer& offer;
    std::string status;
    std::string comment{}; ///< may be empty
};

/// Leads items to a status through the tool's workflow, which is learned from what they show.
/// Errors are those of `Writer`.
class StatusLeader {
  public:
    StatusLeader(Bench& bench, Writer& writer) : bench_{bench}, writer_{writer} {}

    /// Step by step, each read back. Where there is no way the item stands in the end where it
    /// stood before.
    Result<void> lead(Matter& matter, const StatusGoal& goal);
    /// Whether a new item can be led without looking: the whole way is known.
    [[nodiscard]] bool knows_the_way(const Matter& matter, const StatusGoal& goal) const;
    /// That way, of which a list is to show that it was gone.
    Result<void> lead_unread(Matter& matter, const StatusGoal& goal);
    /// Projects whose workflow has shown a step that was not known; once.
    [[nodiscard]] std::set<std::string> take_projects_with_new_steps();

  private:
    Result<std::string> why_not(Matter& matter, const StatusGoal& goal);
    Result<std::string> walk(Matter& matter, const StatusGoal& goal, const std::string& status);
    Result<std::string> blockers_of(const Matter& matter, const StatusGoal& goal);
    [[nodiscard]] StatusMap map_of(const Matter& matter, const StatusGoal& goal) const;
    void learn_from(const Matter& matter);

    Bench& bench_;
    Writer& writer_;
    std::set<std::string> with_new_steps_;
};

} // namespace klik::portfolio
