#include "codec/klik_page.hpp"

#include "codec/bounds_check.hpp"
#include "codec/field_length.hpp"
#include "codec/klik_page_sections.hpp"
#include "codec/klik_page_values.hpp"
#include "codec/page_text.hpp"
#include "codec/utf8.hpp"

#include <algorithm>

namespace klik::codec {

namespace {

using domain::FieldShape;
using domain::FieldValue;
using domain::Result;
using domain::TaskField;

struct Title {
    std::string text;
    domain::TaskNumber number;
};

std::string in_quotes(std::string_view text) {
    return "\"" + printable(text) + "\"";
}

std::size_t first_line_with_words(const PageSection& section) {
    const auto found = std::ranges::find_if(
        section.content, [](const PageLine& line) { return !line.text.empty(); });
    return found == section.content.end() ? section.line : found->number;
}

Result<Title> title_of(const PageSection& section) {
    const std::string text = one_line(section.content);
    const std::size_t line = first_line_with_words(section);
    const auto position = title_number_position(text);
    if (position == std::string::npos) {
        return domain::malformed(
            line_path(line),
            "expected a task's title that ends in its number, such as #121850, " +
                (text.empty() ? std::string("but there is none") : "not " + in_quotes(text)));
    }
    const auto number = domain::task_number(std::string_view(text).substr(position));
    if (!number) {
        return domain::malformed(line_path(section.content.back().number),
                                 in_quotes(text.substr(position)) +
                                     " is no task number: expected one from #1 on");
    }
    if (character_count(text) > most_characters_of_a_line) {
        return domain::malformed(line_path(line), "the title is longer than " +
                                                      std::to_string(most_characters_of_a_line) +
                                                      " characters");
    }
    return Title{std::string(trimmed(std::string_view(text).substr(0, position))), *number};
}

/// The line behind the title's number, where a heading should have come.
domain::Problem no_heading(const PageSection& before) {
    for (std::size_t i = 0; i < before.content.size(); ++i) {
        const std::string text = plain(before.content[i].text);
        const auto next = std::find_if(before.content.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                       before.content.end(),
                                       [](const PageLine& line) { return !line.text.empty(); });
        if (title_number_position(text) != std::string::npos) {
            const bool at_end = next == before.content.end();
            return {"malformed", line_path(at_end ? before.content[i].number : next->number),
                    "expected a heading such as DEADLINE behind the title" +
                        (at_end ? std::string(", but the text ends")
                                : ", not " + in_quotes(next->text))};
        }
    }
    return {"malformed", line_path(first_line_with_words(before)),
            "this is no KLIK task page: expected a title that ends in the task's number, such as "
            "#121850, and the heading DEADLINE behind it"};
}

/// The section of the title: below its label, or what stands before the first heading.
Result<Title> read_title(const PageSections& page, std::vector<std::string>& warnings) {
    const PageSection& before = page.sections.front();
    const PageSection* labelled = page.find(TaskField::title);
    if (page.sections.size() == (labelled != nullptr ? 2U : 1U)) {
        return std::unexpected(no_heading(labelled != nullptr ? *labelled : before));
    }
    if (labelled == nullptr) {
        return title_of(before);
    }
    if (const std::string text = one_line(before.content); !text.empty()) {
        warnings.push_back(line_path(first_line_with_words(before)) +
                           ": the text above the title was left out: " + in_quotes(text));
    }
    return title_of(*labelled);
}

PageName name_of(const PageSection& section) {
    const FieldValue value = line_value(section);
    const auto* name = std::get_if<std::string>(&value);
    return name != nullptr ? PageName(*name) : PageName(domain::None{});
}

/// A text that klikd would not take is told of where it stands.
Result<void> check_length(TaskField field, const FieldValue& value, const PageSection& section) {
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) {
        return {};
    }
    const std::string place = "the text below " + std::string(section.heading->words);
    if (character_count(*text) > most_characters(field)) {
        return domain::malformed(line_path(first_line_with_words(section)),
                                 place + " is longer than " +
                                     std::to_string(most_characters_of_a_line) +
                                     " characters, which is no line of a task page");
    }
    if (text->size() > wire_bounds.string_bytes) {
        return domain::malformed(line_path(first_line_with_words(section)),
                                 place + " is larger than the 64 KiB that a message holds");
    }
    return {};
}

void read_numbers(const PageSection& section, KlikPage& page) {
    auto numbers = page_numbers(section);
    page.observation.fields.set_if_there(*section.heading->field, std::move(numbers.value));
    std::ranges::move(numbers.warnings, std::back_inserter(page.warnings));
}

/// Any field but the title, the dates and the municipality.
Result<void> read_field(TaskField field, const PageSection& section, KlikPage& page) {
    switch (describe(field).shape) {
    case FieldShape::person:
        (field == TaskField::responsible ? page.responsible : page.assignee) = name_of(section);
        return {};
    case FieldShape::numbers:
        read_numbers(section, page);
        return {};
    case FieldShape::text:
    case FieldShape::date:
        break;
    }
    FieldValue value = has_prose(*section.heading) ? prose_value(section) : line_value(section);
    auto fits = check_length(field, value, section);
    page.observation.fields.set(field, std::move(value));
    return fits;
}

void read_municipality(const PageSections& sections, KlikPage& page) {
    const PageSection* section = sections.find(std::nullopt);
    if (section != nullptr && !says_none(*section)) {
        page.municipality_name = one_line(section->content);
    }
}

Result<void> read_dates(const PageSections& sections, KlikPage& page) {
    auto dates =
        page_dates(sections.find(TaskField::start_date), sections.find(TaskField::due_date));
    if (!dates) {
        return std::unexpected(std::move(dates).error());
    }
    page.observation.fields.set_if_there(TaskField::start_date, std::move(dates->start));
    page.observation.fields.set_if_there(TaskField::due_date, std::move(dates->due));
    std::ranges::move(dates->warnings, std::back_inserter(page.warnings));
    return {};
}

} // namespace

Result<KlikPage> parse_klik_page(std::string_view text) {
    const auto lines = page_lines(text);
    if (!lines) {
        return std::unexpected(lines.error());
    }
    PageSections sections = page_sections(*lines);
    KlikPage page;
    page.warnings = std::move(sections.warnings);
    auto title = read_title(sections, page.warnings);
    if (!title) {
        return std::unexpected(std::move(title).error());
    }
    page.observation.number = title->number;
    page.observation.fields.set(TaskField::title, std::move(title->text));
    if (auto dates = read_dates(sections, page); !dates) {
        return std::unexpected(std::move(dates).error());
    }
    read_municipality(sections, page);
    for (const auto& section : sections.sections) {
        const auto field = section.heading != nullptr ? section.heading->field : std::nullopt;
        if (field && field != TaskField::title && describe(*field).shape != FieldShape::date) {
            if (auto read = read_field(*field, section, page); !read) {
                return std::unexpected(std::move(read).error());
            }
        }
    }
    return page;
}

} // namespace klik::codec
