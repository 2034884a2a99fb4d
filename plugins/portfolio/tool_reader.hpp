#pragma once

#include "common/log.hpp"
#include "portfolio/carried_numbers.hpp"
#include "portfolio/doubles.hpp"
#include "portfolio/lost_items.hpp"
#include "portfolio/pairing.hpp"

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace klik::portfolio {

/// A project of the tool, and how it goes with it.
struct Place {
    Project project;
    bool ready = false;
    common::Trouble trouble{"F222", "F223"};
    common::Trouble lacks{"F224", "F233"};
    /// The tool has refused every new item since the last full pass.
    bool makes_none = false;
    common::Trouble no_new_items{"F246", "F247"};
    int failures = 0;
    std::chrono::steady_clock::time_point try_again{};
    /// Real time: klikd's clock may be a virtual one that stands still.
    std::chrono::steady_clock::time_point full_pass_again{};
};

/// What the tool said when it last would make no new item in the project; empty where it does.
[[nodiscard]] std::string why_none_is_made(const Store& store, const std::string& project);

/// Reads the projects of the tool and marks the tasks of which it has something new.
class ToolReader {
  public:
    explicit ToolReader(Bench& bench) : bench_{bench} {}

    /// As `Sync` has it.
    Result<void> read(bool all);
    /// The items of these tasks, by lists.
    Result<void> read_back(const std::set<std::int64_t>& tasks);
    /// The task's item as a list gave it last; once.
    [[nodiscard]] std::optional<Item> take_listed(std::int64_t number);

    [[nodiscard]] Place& place(const std::string& name) { return places_[name]; }
    [[nodiscard]] std::set<std::string> tool_projects() const;
    /// The task's item is there, and stands in a project that the key cannot see or use.
    [[nodiscard]] bool is_hidden(std::int64_t number) const { return lost_.is_hidden(number); }
    /// Mapped projects with which nothing could be done when they were last tried.
    [[nodiscard]] std::set<std::string> unusable() const;
    /// Of all projects, as they were last told; each once.
    [[nodiscard]] std::vector<ToolPerson> people() const;
    /// Everything is to be read anew: a list of all items costs less than to read each.
    void begin_anew();
    /// A task is to have an item from now on.
    void know(std::int64_t number);
    /// False for what is about the tool or klikd, and not the project alone.
    bool leave_in_peace(const std::string& name, Place& place, const Error& error);
    /// A create was `makes_none`: no other is tried before the next full pass. False where the
    /// project is known to lack something, which may be why, so that nothing was said.
    bool tell_that_none_is_made(const std::string& name, Place& place, const Error& error);
    /// As `Doubles` has it.
    Result<void> remove_own_doubles() { return doubles_.remove_own(); }
    /// As `CarriedNumbers` has it.
    Result<void> restore_numbers() { return numbers_.restore(); }
    /// All that was to be done in the places is done.
    void worked();

  private:
    Result<void> read_project(const std::string& name, Place& place, bool all);
    Result<void> full_pass(const std::string& name, Place& place);
    Result<void> look_for_late_ones(const std::string& name);
    void tell_what_is_missing(const std::string& name, Place& place);
    void forget_refusals_for_want_of(const std::string& name,
                                     const std::vector<std::string>& missing);
    void forget_refusals_if_there_is_more(const std::string& name, const Offer& offer);
    Result<void> changes(const std::string& name, Position position);
    void take(const std::string& project, const Item& item);
    void know_numbers();
    /// In lines of the log.
    [[nodiscard]] std::string about(const std::string& project) const;

    Bench& bench_;
    std::map<std::string, Place> places_;
    std::map<std::int64_t, Item> listed_;
    Doubles doubles_{bench_};
    CarriedNumbers numbers_{bench_};
    LostItems lost_{bench_, numbers_};
};

} // namespace klik::portfolio
