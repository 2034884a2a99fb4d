#pragma once

#include "engine/state.hpp"
#include "journal/journal.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace klik::replay {

/// The `damaged` of a journal in which the record `what`, such as "is missing".
[[nodiscard]] std::unexpected<domain::Problem> damaged(const domain::MunicipalityCode& municipality,
                                                       domain::Sequence sequence,
                                                       std::string_view what);

/// The next records behind `after`, at most `limit`; `damaged` where one is missing.
[[nodiscard]] domain::Result<std::vector<codec::Record>>
read_whole(journal::Journal& journal, const domain::MunicipalityCode& municipality,
           domain::Sequence after, std::size_t limit);

/// What the record says; `damaged` where it cannot be read.
[[nodiscard]] domain::Result<engine::Event>
decode_whole(const domain::MunicipalityCode& municipality, const codec::Record& record);

/// Lets the state go on by a recorded event; `damaged` where it cannot follow on the state.
[[nodiscard]] domain::Result<void> evolve_whole(engine::State& state, const engine::Event& event);

} // namespace klik::replay
