// What klik-portfolio reads of its tools: a sheet that people save, an issue of Redmine.

#include "codec/utf8.hpp"
#include "fuzz/fuzz.hpp"
#include "portfolio/csv_file.hpp"
#include "portfolio/redmine_json.hpp"

namespace klik::fuzz {

namespace {

using namespace portfolio;

/// Rows as they come back: lines without anything are passed over.
std::vector<CsvRow> rows_with_content(std::vector<CsvRow> rows) {
    std::erase_if(rows, [](const auto& row) {
        return std::ranges::all_of(row, [](const auto& cell) { return cell.empty(); });
    });
    return rows;
}

void check_sheet(std::string_view bytes) {
    const auto rows = csv_rows(bytes);
    for (const auto& row : rows) {
        for (const auto& cell : row) {
            require(codec::is_utf8(cell), "a cell is UTF-8", cell);
            require(as_it_was(without_formula(cell)) == cell, "a formula's apostrophe goes again",
                    cell);
        }
    }
    require(rows == rows_with_content(rows), "lines without anything are passed over");
    require(csv_rows(csv_bytes(rows)) == rows, "a sheet is read as it was written");
}

void check_issue(std::string_view text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded()) {
        return;
    }
    for (const auto place : {RedminePlace::none, RedminePlace::category, RedminePlace::version}) {
        for (const bool in_a_field : {false, true}) {
            IssueForm form{.phase = place, .theme = place};
            if (in_a_field) {
                form.number_field = "7";
            }
            static_cast<void>(item_of(form, json));
            static_cast<void>(relations_of(form, json));
        }
    }
    for (const auto& each : words_of_refusal(json)) {
        require(each.find('\n') == std::string::npos, "each word of a refusal is one line");
    }
    const auto description = with_number(text_at(json, "description"), 130101);
    require(item_of({}, {{"description", description}}).number == 130101,
            "a number that was written is read", description);
}

} // namespace

void read_input(std::string_view input) {
    check_sheet(input);
    check_issue(input);
}

} // namespace klik::fuzz
