#pragma once

#include "daemon/queries.hpp"

#include <functional>

namespace klik::daemon {

/// Gets records one by one; false ends the search.
using TakeRecord = std::function<domain::Result<bool>(const codec::Record&)>;

/// Shows records of these kinds behind `behind`, which moves on with them: at most `most`, so that
/// nobody waits long for whoever asks. True when `take` has ended it or there are no more.
[[nodiscard]] domain::Result<bool> look_through(const QueryBasis& basis, journal::KindMask kinds,
                                                std::size_t most, domain::Sequence& behind,
                                                const TakeRecord& take);

} // namespace klik::daemon
