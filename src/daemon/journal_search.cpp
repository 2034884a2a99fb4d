#include "daemon/journal_search.hpp"

#include <algorithm>

namespace klik::daemon {

namespace {

/// A record may be large, and these are in memory together.
constexpr std::size_t records_of_a_step = 50;

} // namespace

domain::Result<bool> look_through(const QueryBasis& basis, journal::KindMask kinds,
                                  std::size_t most, domain::Sequence& behind,
                                  const TakeRecord& take) {
    for (std::size_t shown = 0; shown < most;) {
        const auto limit = std::min(records_of_a_step, most - shown);
        const auto records = basis.journal.read(basis.state.municipality, behind, kinds, limit);
        if (!records) {
            return std::unexpected(records.error());
        }
        for (const auto& record : *records) {
            const auto more = take(record);
            if (!more || !*more) {
                return more ? domain::Result<bool>{true} : more;
            }
            behind = record.sequence;
        }
        if (records->size() < limit) {
            return true;
        }
        shown += limit;
    }
    return false;
}

} // namespace klik::daemon
