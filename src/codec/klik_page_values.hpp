#pragma once

#include "codec/klik_page_sections.hpp"
#include "domain/problem.hpp"
#include "domain/task.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace klik::codec {

/// `-`, with or without bold marks, or `Ingen vedhæftede filer`.
[[nodiscard]] bool says_none(const PageSection& section);

/// A field of one line, joined where it was wrapped; the colour's word without the dot before it.
[[nodiscard]] domain::FieldValue line_value(const PageSection& section);
/// Paragraphs, lists and links as they stand.
[[nodiscard]] domain::FieldValue prose_value(const PageSection& section);

/// Task numbers in the order of the page, each once, with titles behind or before them or not;
/// absent and warned of for words without any number.
struct PageNumbers {
    std::optional<domain::FieldValue> value;
    std::vector<std::string> warnings;
};
[[nodiscard]] PageNumbers page_numbers(const PageSection& section);

/// Both date fields; what the page leaves open is absent and warned of.
struct PageDates {
    std::optional<domain::FieldValue> start;
    std::optional<domain::FieldValue> due;
    std::vector<std::string> warnings;
};
/// A section is null where its heading is absent.
[[nodiscard]] domain::Result<PageDates> page_dates(const PageSection* start,
                                                   const PageSection* due);

} // namespace klik::codec
