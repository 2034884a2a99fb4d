#pragma once

#include "common/clock.hpp"
#include "common/database.hpp"
#include "common/request_ids.hpp"
#include "portfolio/plan.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace klik::portfolio {

/// A task that is, or is to be, an item of the tool.
struct Bond {
    std::int64_t number = 0;
    std::string project;   ///< the tool's, in which its item is to stand
    std::string item{};    ///< id; empty: there is none yet
    std::string version{}; ///< of the item when both sides were last looked at
    bool gone = false;     ///< the item was deleted in the tool
    bool dirty = true;     ///< to be looked at
};

/// What somebody did in the tool, on its way to klikd as a request.
struct Wish {
    std::int64_t id = 0;
    std::int64_t number = 0;
    Field field = Field::status;
    std::string asked;      ///< in KLIK's words
    std::string tool_value; ///< what stands in the tool
    std::string actor;      ///< id in KLIK; empty where it is not known
    std::string actor_name; ///< in the tool, for one without an id in KLIK
    std::uint64_t base_revision = 0;
    std::vector<std::string> lineage;
    enum class State { to_send, sent, fulfilled } state = State::to_send;
};

/// A value that the tool would not take.
struct Refusal {
    Refused refused;
    std::string rule; ///< in the tool's own words
};

/// A value that somebody gave in the tool and KLIK did not take.
struct PutBack {
    std::string tool_value;
    std::string comment; ///< says why; empty once it stands in the tool
};

/// A step in the chain of changes that led from one side to the other.
struct Step {
    Side side = Side::tool; ///< that was changed
    std::string value;
    std::vector<std::string> lineage;
    common::Time at{};
};

/// How far a project of the tool was read.
struct Position {
    common::Time since{}; ///< by the tool's own clock
};

/// The file of a store is there and is none, or cannot be read or written; the sentence says what
/// to do.
class BrokenStore : public common::DatabaseFailure {
  public:
    using common::DatabaseFailure::DatabaseFailure;
};

/// What the plugin must not forget of one municipality, but for its receipts (`Ledger`). Errors are
/// common::DatabaseFailure, of `open` and `copy_of` BrokenStore.
class Store {
  public:
    [[nodiscard]] static std::filesystem::path file(const std::filesystem::path& folder,
                                                    const std::string& municipality);
    [[nodiscard]] static Store open(const std::filesystem::path& folder,
                                    const std::string& municipality);
    /// In memory; empty where there is none yet.
    [[nodiscard]] static Store copy_of(const std::filesystem::path& folder,
                                       const std::string& municipality);

    [[nodiscard]] std::optional<Bond> bond(std::int64_t number) const;
    [[nodiscard]] std::vector<Bond> bonds() const;
    /// Numbers of those to be looked at.
    [[nodiscard]] std::vector<std::int64_t> dirty() const;
    /// A new one, or one that is to be looked at again. Its item may stand in another project yet.
    void want(std::int64_t number, const std::string& project) const;
    void save(const Bond& bond) const;
    /// With all that is known of it; receipts stay.
    void forget(std::int64_t number) const;
    void mark(std::int64_t number) const;
    /// It was looked at, or is left.
    void unmark(std::int64_t number) const;
    void mark_all() const;

    [[nodiscard]] Base base(std::int64_t number) const;
    void agree(std::int64_t number, Field field, const Agreed& agreed) const;
    void disagree(std::int64_t number, Field field) const;

    [[nodiscard]] std::map<Field, Refusal> refusals(std::int64_t number) const;
    void refuse(std::int64_t number, Field field, const Refusal& refusal) const;
    void forget_refusal(std::int64_t number, Field field) const;
    /// Of all tasks in a project of the tool.
    void forget_refusals(const std::string& project) const;
    /// Those of all tasks that were refused it are to be looked at again.
    void try_statuses_again(const std::string& project) const;
    void try_prerequisites_again() const;

    void put_back(std::int64_t number, Field field, const PutBack& put_back) const;
    [[nodiscard]] std::map<Field, PutBack> to_put_back(std::int64_t number) const;
    void was_put_back(std::int64_t number, Field field) const;
    /// Its comment stands in the tool: it is not written again, also where the value is refused.
    void was_said(std::int64_t number, Field field) const;

    void add(const Wish& wish) const;
    [[nodiscard]] std::vector<Wish> wishes_to_send() const;
    [[nodiscard]] std::vector<Wish> wishes_of(std::int64_t number) const;
    /// The id under which klikd knows a wish, and back.
    [[nodiscard]] std::string request_id(const Wish& wish) const;
    [[nodiscard]] std::optional<Wish> wish_behind(std::string_view request_id) const;
    void set_state(const Wish& wish, Wish::State state) const;
    [[nodiscard]] std::vector<Wish> fulfilled_wishes() const;
    /// How many klikd has accepted and not settled yet.
    [[nodiscard]] std::size_t awaited_wishes() const;
    void drop(const Wish& wish) const;
    /// Those that klikd has accepted.
    void drop_sent_wishes() const;

    /// The chain that led to the field's last change, oldest first.
    [[nodiscard]] std::vector<Step> steps(std::int64_t number, Field field) const;
    void add_step(std::int64_t number, Field field, const Step& step) const;
    void forget_steps(std::int64_t number, Field field) const;
    /// The event of klikd that told the task's last state.
    [[nodiscard]] std::string last_event(std::int64_t number) const;
    void heard_of(std::int64_t number, const std::string& event) const;

    /// Legal steps of status that the tool has shown.
    [[nodiscard]] std::map<std::string, std::set<std::string>>
    next_statuses(const std::string& project) const;
    void learn(const std::string& project, const std::string& from,
               const std::vector<std::string>& next) const;

    [[nodiscard]] Position position(const std::string& project) const;
    void save(const std::string& project, const Position& position) const;

    /// Empty where nothing was said.
    [[nodiscard]] std::string said(const std::string& key) const;
    void say(const std::string& key, const std::string& value) const;
    [[nodiscard]] bool paused() const { return !said("paused").empty(); }
    void pause(bool pause) const { say("paused", pause ? "yes" : ""); }

    [[nodiscard]] const common::Database& database() const { return database_; }
    [[nodiscard]] common::Transaction transaction() const { return common::Transaction{database_}; }

  private:
    explicit Store(common::Database database);
    common::Database database_;
    common::RequestIds request_ids_;
};

} // namespace klik::portfolio
