#pragma once

#include "engine/state.hpp"
#include "journal/journal.hpp"

namespace klik::daemon {

/// After so many records behind the last snapshot another one is stored.
inline constexpr std::uint64_t records_between_snapshots = 5000;

struct Recovered {
    engine::State state;
    domain::Sequence snapshot; ///< where the snapshot that was used ends; 0 without one
    /// Why the snapshot in the journal was passed over and all records were read; empty if it was
    /// not.
    std::string passed_over;
};

/// A municipality's state from its snapshot and the records behind it. A journal with a hole or an
/// unreadable record is `damaged`; an unreadable snapshot only costs time.
[[nodiscard]] domain::Result<Recovered> recover(journal::Journal& journal,
                                                const domain::MunicipalityCode& municipality);

} // namespace klik::daemon
