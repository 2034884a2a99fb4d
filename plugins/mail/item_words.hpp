#pragma once

#include "mail/notice.hpp"
#include "mail/wording.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace klik::mail {

/// What the item is about, as its heading: `#121850 Nedsæt en projektgruppe`.
[[nodiscard]] std::string heading_of(const Item& item, Language language);
/// How it stands, in words before the heading: `Gul`; empty where that is not known.
[[nodiscard]] std::string colour_words(const Item& item, Language language);
/// What the reader can do, in a sentence or two.
[[nodiscard]] std::string advice_for(const Item& item, Language language);
/// Of a mail with this item alone.
[[nodiscard]] std::string subject_of(const Item& item, Language language);
/// The due date is over and the task is not done.
[[nodiscard]] bool is_overdue(const Item& item);

/// The tasks that the reader may want to open, their own first. The platform knows all of them.
[[nodiscard]] std::vector<std::int64_t> tasks_to_open(const Item& item);

} // namespace klik::mail
