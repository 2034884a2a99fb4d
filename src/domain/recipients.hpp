#pragma once

#include "domain/notification.hpp"
#include "domain/task.hpp"

namespace klik::domain {

/// The municipality's shared mailbox, which always exists: `mailbox-0101`.
[[nodiscard]] PersonId mailbox(const MunicipalityCode& municipality);

/// The holder of `wanted`, or of the next role down the chain of docs/rules.md 7 that somebody
/// holds; the mailbox at its end. A role gallery beyond the names on the task is not yet known.
[[nodiscard]] Recipient recipient_for(Role wanted, const Task& task,
                                      const MunicipalityCode& municipality);

} // namespace klik::domain
