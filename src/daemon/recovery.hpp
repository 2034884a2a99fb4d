#pragma once

#include "engine/state.hpp"
#include "journal/journal.hpp"

#include <functional>

namespace klik::daemon {

/// Whether the process was told to end while it is still starting.
using EndCheck = std::function<bool()>;
/// The code of the problem that this then is.
inline constexpr std::string_view told_to_end_code = "told_to_end";
[[nodiscard]] std::unexpected<domain::Problem> told_to_end();

struct Recovered {
    engine::State state;
    domain::Sequence snapshot; ///< where the snapshot that was used ends; 0 without one
    /// Why the snapshot in the journal was passed over and all records were read; empty if it was
    /// not.
    std::string passed_over;
};

/// A municipality's state from its snapshot and the records behind it. A journal with a hole or an
/// unreadable record is `damaged`; an unreadable snapshot only costs time.
[[nodiscard]] domain::Result<Recovered> recover(
    journal::Journal& journal, const domain::MunicipalityCode& municipality,
    const EndCheck& ended = [] { return false; });

} // namespace klik::daemon
