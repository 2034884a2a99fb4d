#pragma once

#include "common/klikd_link.hpp"
#include "mail/notice.hpp"

namespace klik::mail {

/// Asks klikd for what the letter says and the notice does not: the colour of a task as it is now,
/// and the title of the reader's own task that another one waits for. What klikd does not answer
/// stays without.
void fill_in_details(Notice& notice, common::KlikdLink& link);

} // namespace klik::mail
