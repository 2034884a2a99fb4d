#pragma once

#include "daemon/queries.hpp"
#include "daemon/query_page.hpp"

namespace klik::daemon {

/// `query projects`: how far each project has come, or the one that `project` names; with `groups`
/// behind each project a row for each phase and theme in it.
[[nodiscard]] domain::Result<QueryPage> projects(const QueryBasis& basis,
                                                 const codec::AskQuery& query);

} // namespace klik::daemon
