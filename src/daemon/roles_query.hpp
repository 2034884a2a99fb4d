#pragma once

#include "daemon/queries.hpp"
#include "daemon/query_page.hpp"

namespace klik::daemon {

/// `query roles`: who holds which role, as ids (docs/protocol.md 3).
[[nodiscard]] domain::Result<QueryPage> roles(const QueryBasis& basis,
                                              const codec::AskQuery& query);

/// `query deliveries`: what was told, and what those who deliver reported of it.
[[nodiscard]] domain::Result<QueryPage> deliveries(const QueryBasis& basis,
                                                   const codec::AskQuery& query);

} // namespace klik::daemon
