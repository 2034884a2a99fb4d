#pragma once

#include "domain/problem.hpp"
#include "domain/task.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klik::codec {

/// A KLIK task page, docs/rules.md 2. Persons are still names here.
struct KlikPage {
    /// All but persons; the fields `responsible` and `assignee` are in `persons`.
    domain::Observation observation;
    /// `None` for `-`; a missing value where the heading is absent; else the name.
    std::optional<std::variant<domain::None, std::string>> responsible;
    std::optional<std::variant<domain::None, std::string>> assignee;
    std::string municipality_name; ///< `Korsbæk Kommune`
    std::vector<std::string> warnings; ///< such as the single date under both headings
};

/// Reads a page's text in UTF-8. A text that is no page is refused with the line that failed as the path
/// (`line 12`).
[[nodiscard]] domain::Result<KlikPage> parse_klik_page(std::string_view text);

} // namespace klik::codec
