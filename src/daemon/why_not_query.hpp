#pragma once

#include "daemon/queries.hpp"
#include "daemon/query_page.hpp"

namespace klik::daemon {

/// `query why_not`: why a person was not told of a task on a day. Of a day that is over the journal
/// is read from its beginning.
[[nodiscard]] domain::Result<QueryPage> why_not(const QueryBasis& basis,
                                                const codec::AskQuery& query);

} // namespace klik::daemon
