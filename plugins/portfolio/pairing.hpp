#pragma once

#include "portfolio/recovery.hpp"
#include "portfolio/writer.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>

namespace klik::portfolio {

/// A project of the tool as it was last asked about.
struct Project {
    Offer offer;
    Known known;
};

/// A task, its item, and what is to be done about them.
struct Outlook {
    Matter matter;
    Plan plan;
};

/// What is stored of the task, for the pure plan.
[[nodiscard]] Plan plan_for(const Mapping& mapping, const Store& store, const Matter& matter,
                            const Known& known);

/// Brings tasks and their items together, one after the other.
class Pairing {
  public:
    explicit Pairing(Bench& bench) : bench_{bench}, recovery_{bench}, writer_{bench} {}

    /// Does what there is to do about one task, until a plan for it is empty. `seen` is its item as
    /// a list gave it, for which it needs not be read where nothing is to be done. Errors are those
    /// of `Writer`.
    Result<void> bring_together(std::int64_t number, Project& project,
                                std::optional<Item> seen = std::nullopt);

  private:
    enum class Went { on, waits };

    [[nodiscard]] Result<Matter> look(Bond bond, Project& project, std::optional<Item> seen);
    [[nodiscard]] Result<Plan> plan(const Matter& matter, const Project& project);
    Result<Went> carry_out(Matter& matter, Plan plan, const Project& project);
    Result<Went> carry_out_in_tool(Matter& matter, const std::vector<Change>& changes,
                                   const Project& project);
    void ask(const Matter& matter, const Change& change, const Project& project);
    void drop_loops(std::vector<Change>& changes);
    void done(Matter& matter, bool again);
    [[nodiscard]] std::string comment_of(const std::vector<Change>& changes) const;
    void know_people_of(const common::Task& task, Project& project);

    Bench& bench_;
    Recovery recovery_;
    Writer writer_;
    std::set<std::pair<std::int64_t, Field>> stopped_; ///< and said so
};

} // namespace klik::portfolio
