#pragma once

#include "domain/civil_time.hpp"
#include "domain/ids.hpp"
#include "domain/role_gallery.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace klik::engine {

/// Where a fact stands in its source's own count, docs/protocol.md 2.
struct SourcePosition {
    std::string epoch; ///< `sourceepoch`: the name of the count
    domain::Sequence sequence;
    friend bool operator==(const SourcePosition&, const SourcePosition&) = default;
};

/// Facts that a source counted and that never came here.
struct SourceGap {
    domain::Sequence first;
    domain::Sequence last;
    domain::Moment since;   ///< the latest fact before the gap
    domain::Moment noticed; ///< the fact that showed it
    /// What of it is still missing: ranges, the last of each by the first.
    std::map<domain::Sequence, domain::Sequence> missing;
    friend bool operator==(const SourceGap&, const SourceGap&) = default;
};

/// A source began a new count: nobody knows how far the old one went.
struct UnknownTail {
    domain::Moment noticed;
    friend bool operator==(const UnknownTail&, const UnknownTail&) = default;
};

/// One count of a source.
struct SourceCount {
    domain::Sequence last; ///< the highest that came
    domain::Moment last_at;
    std::map<domain::Sequence, SourceGap> gaps; ///< by their first
    std::optional<UnknownTail> tail;
    friend bool operator==(const SourceCount&, const SourceCount&) = default;
};

/// A complete set that a source is telling, docs/protocol.md 2.
struct OpenSet {
    std::string set;
    std::string project;    ///< empty: all of the municipality
    domain::UtcTime as_of;  ///< the time of the fact that began it
    domain::Moment started; ///< when that came here
    std::optional<SourcePosition> position;
    std::set<domain::TaskNumber> named;
    std::set<domain::Assignment> assignments; ///< that it named
    friend bool operator==(const OpenSet&, const OpenSet&) = default;
};

/// Whether a fact at the position is one of those that the set names.
[[nodiscard]] bool follows(const std::optional<SourcePosition>& position, const OpenSet& set);

/// What is known of a source, docs/protocol.md 2 "Facts".
struct Source {
    std::string via;                           ///< the platform, or key, through which it came last
    domain::Moment known_since;                ///< what it told before is not known to be complete
    std::string epoch;                         ///< of the count that goes on
    std::map<std::string, SourceCount> counts; ///< by epoch
    std::optional<OpenSet> set;
    friend bool operator==(const Source&, const Source&) = default;
};

/// How a fact's position relates to those that came before it.
enum class Arrival {
    first_contact, ///< the source never counted before
    next,
    new_count, ///< the source started again
    gap,       ///< facts before it are missing
    late,      ///< it was missing, and comes after one that follows it
    repeated   ///< its position was taken already
};
[[nodiscard]] Arrival arrival_of(const Source* source, const SourcePosition& position);

/// Moves the count. `source` has no counts where it never counted before.
void count(Source& source, const SourcePosition& position, const domain::Moment& at);

/// The gap of that count which holds the position; null if none.
[[nodiscard]] const SourceGap* gap_at(const Source& source, const SourcePosition& position);
/// How many facts are missing, unknown tails left out.
[[nodiscard]] std::uint64_t missing_facts(const SourceGap& gap);
[[nodiscard]] std::uint64_t missing_facts(const Source& source);
/// Unknown tails among them.
[[nodiscard]] std::size_t open_gaps(const Source& source);

/// A set of all tasks has told again what was missing before it.
void cover_gaps(Source& source);

} // namespace klik::engine
