#pragma once

#include "daemon/queries.hpp"

namespace klik::daemon {

/// Gives `take(record)` the records of these kinds behind a sequence, in order, until it says
/// false. It answers with a `Result<bool>`; a problem ends the reading as well.
template <class Take>
[[nodiscard]] domain::Result<void> each_record(const QueryBasis& basis, domain::Sequence behind,
                                               journal::KindMask kinds, Take take) {
    constexpr std::size_t records_at_a_time = 200;
    while (true) {
        const auto records =
            basis.journal.read(basis.state.municipality, behind, kinds, records_at_a_time);
        if (!records) {
            return std::unexpected(records.error());
        }
        for (const auto& record : *records) {
            behind = record.sequence;
            const domain::Result<bool> goes_on = take(record);
            if (!goes_on) {
                return std::unexpected(goes_on.error());
            }
            if (!*goes_on) {
                return {};
            }
        }
        if (records->size() < records_at_a_time) {
            return {};
        }
    }
}

} // namespace klik::daemon
