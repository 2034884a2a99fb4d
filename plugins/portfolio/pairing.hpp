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

/// A task and its item with what is stored of them. The matter outlives it.
class StoredPair {
  public:
    StoredPair(const Store& store, const Matter& matter);
    StoredPair(const StoredPair&) = delete;
    StoredPair& operator=(const StoredPair&) = delete;
    [[nodiscard]] const Pair& pair() const { return pair_; }
    [[nodiscard]] const Base& base() const { return base_; }

  private:
    Base base_;
    Pair pair_;
};

/// Somebody of the task may be found in the tool by mail address.
void know_people_of(const common::Task& task, KlikSide& klik, Project& project);

/// The task and its item as they are. `seen` is the item as a list gave it.
[[nodiscard]] Result<Matter> look_at(Bench& bench, Bond bond, Project& project,
                                     std::optional<Item> seen);
/// Reads an item of which a list has told, for what lists leave out.
[[nodiscard]] Result<void> read_whole(Bench& bench, Matter& matter);

/// Brings tasks and their items together, one after the other.
class Pairing {
  public:
    enum class Went {
        on,
        made, ///< the task has an item now
        waits ///< for the item of one of its prerequisites
    };

    explicit Pairing(Bench& bench) : bench_{bench}, recovery_{bench}, writer_{bench} {}

    /// Does what there is to do about one task, until a plan for it is empty. `seen` is its item as
    /// a list gave it, for which it needs not be read where nothing is to be done. Errors are those
    /// of `Writer`.
    Result<Went> bring_together(std::int64_t number, Project& project,
                                std::optional<Item> seen = std::nullopt);
    /// Stores which tasks are as they should be: many at once. To be called before `Store::dirty`
    /// is asked again.
    void store_done();

  private:
    [[nodiscard]] Plan plan(const Matter& matter, const Project& project);
    Result<Went> come_to_rest(Matter& matter, const Project& project);
    Result<Went> carry_out(Matter& matter, Plan plan, const Project& project);
    Result<Went> carry_out_in_tool(Matter& matter, const std::vector<Change>& changes,
                                   const Project& project);
    void ask(const Matter& matter, const Change& change, const Project& project);
    void drop_loops(std::vector<Change>& changes);
    void done(Matter& matter);
    [[nodiscard]] std::string comment_of(const std::vector<Change>& changes) const;

    Bench& bench_;
    Recovery recovery_;
    Writer writer_;
    std::set<std::pair<std::int64_t, Field>> stopped_; ///< and said so
    std::vector<Bond> done_;
};

} // namespace klik::portfolio
