#pragma once

#include "engine/notice_reason.hpp"
#include "engine/silence.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klik::codec {

// Rows of `query why` and `why_not`, each one msgpack map (docs/protocol.md 3).

/// An item of a notice: `event`, `sequence`, `time`, `recipient` (as the item came to them),
/// `late`, those of the item, `text` (why it was told; what it said is `notice`) and `causes`, the
/// latest first.
[[nodiscard]] std::string why_row(std::string_view epoch, const engine::Event& notice,
                                  const domain::NotificationItem& item,
                                  const std::vector<engine::NoticeCause>& causes);
/// `number`, `person`, `on`, `code`, `rule`, `facts` and `text`.
[[nodiscard]] std::string why_not_row(const engine::Silence& silence);

} // namespace klik::codec
