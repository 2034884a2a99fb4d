#pragma once

#include "daemon/queries.hpp"
#include "daemon/query_page.hpp"

namespace klik::daemon {

/// `query losses`: whether what the platforms told is complete, for the period `from` to `until`,
/// and the gaps that lie in it: those that are open, then those that were closed.
[[nodiscard]] domain::Result<QueryPage> losses(const QueryBasis& basis,
                                               const codec::AskQuery& query);

} // namespace klik::daemon
