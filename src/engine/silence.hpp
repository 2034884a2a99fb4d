#pragma once

#include "engine/event.hpp"
#include "engine/state.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::engine {

/// Why somebody was not told of a task on a day, docs/rules.md 7 "Why not"; the first of them that
/// holds decides.
enum class SilenceCode {
    told,          ///< it was no silence
    gathering,     ///< something waits for them
    unknown_task,  ///< nobody has told of it
    removed,       ///< it is gone
    closed,        ///< it is done
    not_concerned, ///< they hold no role on it
    left,          ///< they were erased
    replaced,      ///< another has their place
    bounced,       ///< mail to them came back
    absent,        ///< they are away
    first_sight,   ///< it is new and waits for its first run
    off,           ///< klikd was off at the run
    inhibited,     ///< it is blocked, and those are reminded who can unblock it
    no_due_date,   ///< nothing to remind of
    spent,         ///< the day's step was told before, or lay behind when the date was known
    day_off,       ///< no run on that day
    passed_over,   ///< another role is told of such
    own_act,       ///< it was their own wish
    no_step,       ///< nothing to tell on that day
};
inline constexpr std::size_t silence_code_count = 19;
[[nodiscard]] std::string_view canonical(SilenceCode code);

/// When an item whose key begins so was told, if it was.
using ToldLookup = std::function<std::optional<domain::Moment>(const std::string& key_stem)>;

struct SilenceQuestion {
    const State& state; ///< as it was then
    domain::Moment at;  ///< the end of the day, or what it has come to
    domain::TaskNumber number;
    domain::PersonId person;
    const std::vector<Event>& of_the_day; ///< notices and answers to requests at least
    ToldLookup told_before;
};

/// The one clause that decides, with what it looked at. Persons are ids.
struct Silence {
    SilenceCode code{};
    std::string rule; ///< clause of docs/rules.md
    std::map<std::string, std::string> facts;
    friend bool operator==(const Silence&, const Silence&) = default;
};
[[nodiscard]] Silence why_silent(const SilenceQuestion& question);
/// Adds when the item was told, for a `told_before` that did not know it yet.
void add_told_before(Silence& silence, const domain::Moment& told);

} // namespace klik::engine
