#pragma once

#include "daemon/query_page.hpp"
#include "journal/journal.hpp"

namespace klik::daemon {

/// `query quarantine`: what is kept, by number; with the key `number` one message with its payload.
[[nodiscard]] domain::Result<QueryPage>
quarantine_page(journal::Journal& journal, const domain::MunicipalityCode& municipality,
                const codec::AskQuery& query);

} // namespace klik::daemon
