#pragma once

#include "domain/ids.hpp"
#include "engine/event.hpp"
#include "journal/sqlite_database.hpp"

#include <array>
#include <map>

namespace klik::journal {

/// Where a municipality's records begin and end.
struct RecordPositions {
    domain::Sequence first{1};
    domain::Sequence head;
    std::array<domain::Sequence, engine::event_kind_count> heads{}; ///< latest per kind, 0 if none
};

/// Reads every municipality's positions and checks the newest records of each: sequences without a
/// hole, `previous` and `cause` as they must be, no snapshot ahead of the log. Anything else is
/// `damaged`.
[[nodiscard]] domain::Result<std::map<domain::MunicipalityCode, RecordPositions>>
load_record_positions(Database& database);

} // namespace klik::journal
