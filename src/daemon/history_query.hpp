#pragma once

#include "daemon/queries.hpp"
#include "daemon/query_page.hpp"

namespace klik::daemon {

/// `query history`: the records about a task, a notification with each task that an item names.
[[nodiscard]] domain::Result<QueryPage> history(const QueryBasis& basis,
                                                const codec::AskQuery& query);

} // namespace klik::daemon
