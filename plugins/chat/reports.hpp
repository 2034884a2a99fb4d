#pragma once

#include "chat/klik_side.hpp"
#include "chat/outbox.hpp"

namespace klik::chat {

/// Tells klikd what became of items of notifications that rooms heard, a few at a time. An item of
/// which somebody has reported already is left as it is: a room is no way to a person, and mail
/// that came back is not to be hidden by it. An error: klikd takes none now, and they wait.
[[nodiscard]] Result<void> report_outcomes(KlikSide& klik, const Outbox& outbox);

} // namespace klik::chat
