#pragma once

#include "common/log.hpp"
#include "portfolio/elsewhere.hpp"
#include "portfolio/item_patience.hpp"
#include "portfolio/tool_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace klik::portfolio {

/// How many tasks of those that are to be looked at have been.
using Progress = std::function<void(std::size_t done, std::size_t all)>;

/// What the tool did not let be done, as it was when each task was last looked at.
struct NotDone {
    std::size_t tasks = 0;  ///< that got no item, or whose item was left as it is
    std::size_t values = 0; ///< of others
    [[nodiscard]] bool any() const { return tasks + values > 0; }
};

/// All projects of one municipality: which tasks are to be looked at, and when the tool is read.
/// What is wrong with one project or task is in the log and tried again with a later pass. Errors
/// mean that the tool or klikd cannot be used now.
class Sync {
  public:
    explicit Sync(Bench& bench) : bench_{bench}, reader_{bench}, pairing_{bench} {}

    /// Tasks that are in a mapped project are to have an item from now on.
    void want_all();
    /// One task of klikd is another now.
    void want(std::int64_t number, const std::string& klik_project);
    /// Reads what the projects have changed since the last time, or all of them where it is time
    /// for it or `all`.
    Result<void> read(bool all) {
        tries_again_ = !all; // `all` is done once
        return reader_.read(all);
    }
    [[nodiscard]] std::set<std::string> tool_projects() const { return reader_.tool_projects(); }
    /// As `ToolReader` has it.
    [[nodiscard]] std::set<std::string> unusable() const { return reader_.unusable(); }
    [[nodiscard]] std::vector<ToolPerson> people() const { return reader_.people(); }
    /// Looks at all that is to be looked at, prerequisites before those that wait for them.
    Result<void> work_off(const Progress& progress);
    [[nodiscard]] NotDone not_done() const;
    /// Looks at all of that and changes nothing but the store: what would be done.
    using Tell = std::function<void(const Pair& pair, const Plan& plan)>;
    Result<void> preview(const Tell& tell);

  private:
    Result<void> work_off_once(const std::vector<std::int64_t>& numbers, const Progress& progress);
    Result<void> bring_together(std::int64_t number);
    Result<void> read_back();
    void note(std::int64_t number, const Bond& bond, Place& place, const Error& error);
    [[nodiscard]] bool is_to_be_tried_again(std::int64_t number);
    void leave(std::int64_t number, const Error& error);
    void tell_unknown_projects();
    void take(std::int64_t number, const Bond& bond, const Pairing::Went& went);
    [[nodiscard]] bool tell_from_afar(const Bond& bond, const Tell& tell);
    Result<void> preview(const Bond& bond, const Tell& tell);
    void note_rules(std::int64_t number, Plan& plan) const;
    Result<void> note_what_holds_open(Plan& plan, const Item& item, const Offer& offer);
    [[nodiscard]] std::vector<std::int64_t> in_order();
    void put_in_order(std::int64_t number, std::set<std::int64_t>& left,
                      std::vector<std::int64_t>& order);

    Bench& bench_;
    ToolReader reader_;
    Pairing pairing_;
    /// Tasks with a prerequisite that has no item yet.
    std::set<std::int64_t> waits_for_items_;
    bool item_was_made_ = false;
    ItemPatience patience_;
    Elsewhere elsewhere_;
    common::Trouble unknown_projects_{"F243", "F244"};
    bool tries_again_ = true;
    std::map<std::int64_t, std::set<Field>> not_done_; ///< by task; without a field: all of it
    std::set<std::int64_t> unread_; ///< tasks of which something was written without a look
};

} // namespace klik::portfolio
