#pragma once

#include "common/klikd_link.hpp"
#include "mail/notice.hpp"

namespace klik::mail {

/// Items about a task that do not say its colour get the one that it has now. What klikd does not
/// answer stays without.
void fill_in_colours(Notice& notice, common::KlikdLink& link);

} // namespace klik::mail
