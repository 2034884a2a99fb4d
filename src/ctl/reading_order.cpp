#include "ctl/reading_order.hpp"

#include "codec/klik_page_headings.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>

namespace klik::ctl {

namespace {

constexpr double margin_share = 0.06;   ///< of the sheet's height: where heads and feet stand
constexpr double narrowest_gutter = 10; ///< points
constexpr double narrowest_column_points = 60; ///< points: less is the numbers of a list
constexpr std::ptrdiff_t fewest_lines = 2;     ///< of a column

using Lines = std::vector<TextLine>;
using Row = Lines; ///< lines beside each other, from left to right

bool beside(const TextLine& a, const TextLine& b) {
    const double shared = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
    return shared > std::min(a.height(), b.height()) / 2;
}

std::vector<Row> rows_of(Lines lines) {
    std::ranges::stable_sort(lines, {}, &TextLine::top);
    std::vector<Row> rows;
    for (auto& line : lines) {
        if (rows.empty() || !beside(rows.back().front(), line)) {
            rows.emplace_back();
        }
        rows.back().push_back(std::move(line));
    }
    for (auto& row : rows) {
        std::ranges::stable_sort(row, {}, &TextLine::left);
    }
    return rows;
}

Lines flattened(std::span<const Row> rows) {
    Lines lines;
    for (const auto& row : rows) {
        std::ranges::copy(row, std::back_inserter(lines));
    }
    return lines;
}

/// Rows between which a gutter runs down.
struct Band {
    std::size_t first = 0;
    std::size_t count = 0;
    double gutter = 0; ///< its middle
};

bool crosses(const Row& row, double gutter) {
    return std::ranges::any_of(row, [&](const TextLine& line) {
        return line.left < gutter + narrowest_gutter / 2 &&
               line.right > gutter - narrowest_gutter / 2;
    });
}

bool is_column(const Lines& lines) {
    return std::ssize(lines) >= fewest_lines &&
           std::ranges::any_of(lines, [](const TextLine& line) {
               return line.right - line.left >= narrowest_column_points;
           });
}

struct Columns {
    Lines left;
    Lines right;
};

Columns parted(std::span<const Row> rows, double gutter) {
    Columns columns;
    for (const auto& row : rows) {
        for (const auto& line : row) {
            (line.right < gutter ? columns.left : columns.right).push_back(line);
        }
    }
    return columns;
}

/// The longest run of rows that the gutter parts into two columns.
std::optional<Band> band_at(const std::vector<Row>& rows, double gutter) {
    std::optional<Band> longest;
    for (std::size_t first = 0; first < rows.size();) {
        std::size_t end = first;
        while (end < rows.size() && !crosses(rows[end], gutter)) {
            ++end;
        }
        const std::size_t count = end - first;
        if (count > (longest ? longest->count : 0)) {
            const Columns columns = parted(std::span(rows).subspan(first, count), gutter);
            if (is_column(columns.left) && is_column(columns.right)) {
                longest = Band{first, count, gutter};
            }
        }
        first = end + 1;
    }
    return longest;
}

std::optional<Band> longest_band(const std::vector<Row>& rows) {
    std::optional<Band> longest;
    for (const auto& row : rows) {
        for (const auto& line : row) {
            const auto band = band_at(rows, line.right + narrowest_gutter / 2);
            if (band && band->count > (longest ? longest->count : 0)) {
                longest = band;
            }
        }
    }
    return longest;
}

double width_of(const Lines& lines) {
    const auto leftmost = std::ranges::min_element(lines, {}, &TextLine::left);
    const auto rightmost = std::ranges::max_element(lines, {}, &TextLine::right);
    return rightmost->right - leftmost->left;
}

void append(Lines& lines, Lines more) {
    std::ranges::move(more, std::back_inserter(lines));
}

/// Columns come apart one gutter at a time; every part has fewer lines than the whole.
Lines ordered(Lines unordered) {
    const auto rows = rows_of(std::move(unordered));
    const auto band = longest_band(rows);
    if (!band) {
        return flattened(rows);
    }
    const std::span all(rows);
    auto [left, right] = parted(all.subspan(band->first, band->count), band->gutter);
    const bool left_is_wide = width_of(left) >= width_of(right);
    Lines wide = ordered(std::move(left_is_wide ? left : right));
    Lines narrow = ordered(std::move(left_is_wide ? right : left));
    const auto heading = std::ranges::find_if(wide, is_heading);

    Lines lines = ordered(flattened(all.first(band->first)));
    lines.insert(lines.end(), wide.begin(), heading);
    append(lines, std::move(narrow));
    lines.insert(lines.end(), heading, wide.end());
    append(lines, ordered(flattened(all.subspan(band->first + band->count))));
    return lines;
}

/// What a browser prints below every sheet: the page's address, `1/3`.
bool is_print_mark(const TextLine& line) {
    const std::string_view text = line.text;
    const auto slash = text.find('/');
    const bool is_count = slash != std::string_view::npos && slash > 0 && slash + 1 < text.size() &&
                          text.find_first_not_of("0123456789/") == std::string_view::npos;
    return is_count || text.starts_with("https://") || text.starts_with("http://");
}

} // namespace

bool is_heading(const TextLine& line) {
    return !codec::headings_only(line.text).empty();
}

Lines in_reading_order(Lines lines, double sheet_height) {
    const double margin = margin_share * sheet_height;
    const auto is_head = [&](const TextLine& line) { return line.bottom < margin; };
    const auto is_foot = [&](const TextLine& line) { return line.top > sheet_height - margin; };
    Lines head;
    Lines body;
    Lines foot;
    for (auto& line : lines) {
        if (is_head(line)) {
            head.push_back(std::move(line));
        } else if (is_foot(line)) {
            if (!is_print_mark(line)) {
                foot.push_back(std::move(line));
            }
        } else {
            body.push_back(std::move(line));
        }
    }
    Lines result = flattened(rows_of(std::move(head)));
    append(result, ordered(std::move(body)));
    append(result, flattened(rows_of(std::move(foot))));
    return result;
}

} // namespace klik::ctl
