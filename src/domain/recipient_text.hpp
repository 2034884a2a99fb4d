#pragma once

#include "domain/notice_words.hpp"
#include "domain/notification.hpp"

namespace klik::domain {

/// The sentence at the end of each notice: why the reader of all people is told.
[[nodiscard]] std::string why_told(const Recipient& recipient, const NoticeWords& w);

} // namespace klik::domain
