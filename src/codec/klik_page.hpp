#pragma once

#include "domain/problem.hpp"
#include "domain/task.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace klik::codec {

/// A person on a page is a name; `None` for `-`, "" for a heading without anything below it.
using PageName = std::variant<domain::None, std::string>;

/// A KLIK task page, docs/rules.md 2. A heading that is not on the page leaves its field absent;
/// one with nothing below it gives "" (an empty list of numbers, an absent date), one with `-` or
/// `Ingen vedhæftede filer` gives `None`.
struct KlikPage {
    /// All fields but the persons'.
    domain::Observation observation;
    std::optional<PageName> responsible;
    std::optional<PageName> assignee;
    /// `Korsbæk Kommune`, as it stands below KOMMUNE; "" where the page names none.
    std::string municipality_name;
    /// What was understood by a guess or left out, a sentence each with its line: the single date
    /// under both date headings, text above the title, prose where task numbers belong.
    std::vector<std::string> warnings;
};

/// Reads a page's text in UTF-8; form feeds part the sheets of a print. A text that is no page, or
/// one with a date that does not exist, is refused with the line that failed as the path (`line
/// 12`).
[[nodiscard]] domain::Result<KlikPage> parse_klik_page(std::string_view text);

} // namespace klik::codec
