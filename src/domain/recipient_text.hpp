#pragma once

#include "domain/notice_writer.hpp"
#include "domain/notification.hpp"

namespace klik::domain {

/// The sentence at the end of each notice: why the reader of all people is told.
[[nodiscard]] std::string why_told(const Recipient& recipient, const NoticeWriter& w);

} // namespace klik::domain
