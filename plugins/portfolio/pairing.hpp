#pragma once

#include "portfolio/creator.hpp"
#include "portfolio/linker.hpp"
#include "portfolio/overruled.hpp"
#include "portfolio/recovery.hpp"
#include "portfolio/status_leader.hpp"

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

/// Those of KLIK who are found in the tool by mail address; as before where KLIK cannot be asked.
void know_people(KlikSide& klik, Project& project);
/// Somebody of the task may be found so since.
void know_people_of(const common::Task& task, KlikSide& klik, Project& project);

/// The task and its item as they are. `seen` is the item as a list gave it.
[[nodiscard]] Result<Matter> look_at(Bench& bench, Bond bond, Project& project,
                                     std::optional<Item> seen);

/// Brings tasks and their items together, one after the other.
class Pairing {
  public:
    struct Went {
        bool made = false;  ///< the task has an item now
        bool waits = false; ///< for the item of one of its prerequisites
        /// Something was written that `Tool::read_many` is to show: with the item that it gives the
        /// task is to be brought together once more.
        bool unread = false;
        /// The tool's project in which the item stands, where that is another than its own.
        std::string stands_in{};
        std::set<Field> refused{}; ///< what the tool does not take stays another there
    };

    explicit Pairing(Bench& bench) : bench_{bench}, recovery_{bench} {}

    /// Does what there is to do about one task, until a plan for it is empty. `seen` is its item as
    /// a list gave it, for which it needs not be read where nothing is to be done. Errors are those
    /// of `Writer`.
    Result<Went> bring_together(std::int64_t number, Project& project,
                                std::optional<Item> seen = std::nullopt);
    /// As `Overruled` has it.
    void tell_what_was_overruled() { overruled_.tell(); }
    /// Stores which tasks are as they should be: many at once. To be called before `Store::dirty`
    /// is asked again.
    void store_done();

  private:
    [[nodiscard]] Plan plan(const Matter& matter, const Project& project);
    Result<Matter> settled(Bond bond, Project& project, std::optional<Item> seen);
    Result<Went> come_to_rest(Matter& matter, const Project& project);
    Result<Went> carry_out(Matter& matter, Plan plan, const Project& project);
    Result<void> create(Matter& matter, const std::vector<Change>& changes, const Project& project);
    Result<Went> carry_out_in_tool(Matter& matter, const std::vector<Change>& changes,
                                   const Project& project);
    Result<void> lead(Matter& matter, const StatusGoal& goal);
    [[nodiscard]] bool needs_no_look(const Matter& matter, const std::vector<Change>& changes,
                                     const Project& project) const;
    void ask(const Matter& matter, const Change& change, const Project& project);
    void say_what_the_tool_works_out(const Plan& plan);
    void say_what_it_became(const Matter& matter);
    void drop_loops(std::vector<Change>& changes);
    void done(Matter& matter);
    [[nodiscard]] std::string comment_of(const std::vector<Change>& changes) const;

    Bench& bench_;
    Recovery recovery_;
    ReceiptBook book_{bench_};
    Creator creator_{bench_, book_};
    Writer writer_{bench_, book_};
    StatusLeader leader_{bench_, writer_};
    Linker linker_{bench_, book_};
    std::set<std::pair<std::int64_t, Field>> stopped_;    ///< and said so
    std::set<std::pair<std::int64_t, Field>> worked_out_; ///< and said so
    std::map<std::int64_t, std::string> other_kinds_;     ///< and said so
    std::vector<Bond> done_;
    Overruled overruled_{bench_};
    std::set<std::int64_t> to_be_read_; ///< tasks of which something was written without a look
};

} // namespace klik::portfolio
