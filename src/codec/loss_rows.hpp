#pragma once

#include "engine/event.hpp"
#include "engine/source_count.hpp"

#include <string>

namespace klik::codec {

// Rows of `query losses`, each one msgpack map (docs/protocol.md 3).

/// `row` is `source`: `source`, `platform`, `known_since`, `complete`, `open_gaps`, `missing`.
[[nodiscard]] std::string source_row(const std::string& name, const engine::Source& source,
                                     bool complete);

/// `row` is `gap`: `source`, `sourceepoch`, `first`, `last`, `since`, `noticed`, `missing`, and
/// `closed` and `how`, which are nil.
[[nodiscard]] std::string open_gap_row(const std::string& name, const std::string& epoch,
                                       const engine::SourceGap& gap);
/// The same of an unknown tail, whose `last` and `missing` are nil.
[[nodiscard]] std::string open_tail_row(const std::string& name, const std::string& epoch,
                                        const engine::SourceCount& count);
/// The same of a gap that is closed, from the report of it.
[[nodiscard]] std::string closed_gap_row(const engine::SystemReported& closed,
                                         domain::UtcTime closed_at);

} // namespace klik::codec
