#include "portfolio/csv_file.hpp"

#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace klik::portfolio {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr char semicolon = ';';
constexpr char quote = '"';

/// What Windows-1252 has from 0x80 to 0x9F; the rest of it is as in Unicode.
constexpr std::array<std::uint16_t, 32> windows_1252{
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

void append_utf8(std::string& text, std::uint16_t code) {
    if (code < 0x80U) {
        text += static_cast<char>(code);
    } else if (code < 0x800U) {
        text += static_cast<char>(0xC0U | (code >> 6U));
        text += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
        text += static_cast<char>(0xE0U | (code >> 12U));
        text += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
        text += static_cast<char>(0x80U | (code & 0x3FU));
    }
}

std::string from_windows_1252(std::string_view bytes) {
    std::string text;
    for (const char each : bytes) {
        const auto byte = static_cast<unsigned char>(each);
        const bool is_odd = byte >= 0x80 && byte < 0xA0;
        append_utf8(text, is_odd ? windows_1252.at(byte - 0x80U) : byte);
    }
    return text;
}

/// The one that the first line has most of, outside of cells in quotes: a heading may have commas.
char separator_of(std::string_view text) {
    constexpr std::string_view separators = ";,\t";
    std::array<std::size_t, separators.size()> counted{};
    bool quoted = false;
    char before = semicolon;
    for (const char each : text) {
        const auto found = separators.find(each);
        if (quoted) {
            quoted = each != quote;
        } else if (each == '\n' || each == '\r') {
            break;
        } else if (each == quote) {
            quoted = before == quote || separators.contains(before);
        } else if (found != std::string_view::npos) {
            ++counted.at(found);
        }
        before = each;
    }
    const auto* most = std::ranges::max_element(counted); // the first of equal ones
    return separators[static_cast<std::size_t>(most - counted.begin())];
}

class Reader {
  public:
    explicit Reader(std::string_view text) : text_{text}, separator_{separator_of(text)} {}

    std::vector<CsvRow> rows() && {
        while (at_ < text_.size()) {
            take(text_[at_]);
            ++at_;
        }
        end_row();
        return std::move(rows_);
    }

  private:
    void take(char each) {
        if (quoted_) {
            take_quoted(each);
        } else if (each == quote && cell_.empty()) {
            quoted_ = true;
        } else if (each == separator_) {
            end_cell();
        } else if (each == '\n' || each == '\r') {
            end_row();
        } else {
            cell_ += each;
        }
    }
    void take_quoted(char each) {
        if (each != quote) {
            cell_ += each;
        } else if (at_ + 1 < text_.size() && text_[at_ + 1] == quote) {
            cell_ += quote;
            ++at_;
        } else {
            quoted_ = false;
        }
    }
    void end_cell() { row_.push_back(std::exchange(cell_, {})); }
    void end_row() {
        end_cell();
        if (std::ranges::any_of(row_, [](const auto& cell) { return !cell.empty(); })) {
            rows_.push_back(row_);
        }
        row_.clear();
    }

    std::string_view text_;
    char separator_;
    std::size_t at_ = 0;
    bool quoted_ = false;
    std::string cell_;
    CsvRow row_;
    std::vector<CsvRow> rows_;
};

void append_cell(std::string& bytes, const std::string& cell) {
    const bool is_plain = cell.find_first_of("\";,\t\r\n") == std::string::npos;
    if (is_plain) {
        bytes += cell;
        return;
    }
    bytes += quote;
    for (const char each : cell) {
        bytes.append(each == quote ? 2 : 1, each);
    }
    bytes += quote;
}

bool may_be_a_formula(std::string_view text) {
    const auto first = text.find_first_not_of('\'');
    return first != std::string_view::npos && std::string_view{"=+-@\t\r"}.contains(text[first]);
}

} // namespace

std::vector<CsvRow> csv_rows(std::string_view bytes) {
    if (bytes.starts_with(byte_order_mark)) {
        bytes.remove_prefix(byte_order_mark.size());
    }
    if (common::is_utf8(bytes)) {
        return Reader{bytes}.rows();
    }
    const auto text = from_windows_1252(bytes);
    return Reader{text}.rows();
}

std::string csv_bytes(const std::vector<CsvRow>& rows) {
    std::string bytes{byte_order_mark};
    for (const auto& row : rows) {
        for (std::size_t column = 0; column < row.size(); ++column) {
            if (column > 0) {
                bytes += semicolon;
            }
            append_cell(bytes, row[column]);
        }
        bytes += "\r\n";
    }
    return bytes;
}

std::string without_formula(std::string_view text) {
    return may_be_a_formula(text) ? std::string{"'"}.append(text) : std::string{text};
}

std::string as_it_was(std::string_view cell) {
    const bool was_changed = cell.starts_with('\'') && may_be_a_formula(cell);
    return std::string{was_changed ? cell.substr(1) : cell};
}

} // namespace klik::portfolio
