#pragma once

#include "daemon/queries.hpp"
#include "daemon/query_page.hpp"

namespace klik::daemon {

/// `query why`: why the items of a notice were told.
[[nodiscard]] domain::Result<QueryPage> why(const QueryBasis& basis, const codec::AskQuery& query);

} // namespace klik::daemon
