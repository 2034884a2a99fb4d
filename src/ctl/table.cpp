#include "ctl/table.hpp"

#include "ctl/terminal_text.hpp"
#include "ctl/text_width.hpp"

#include <algorithm>
#include <numeric>

namespace klik::ctl {

namespace {

constexpr std::string_view between_columns = "  ";
constexpr std::size_t narrowest_column = 10;

std::string_view code_of(Ink ink) {
    switch (ink) {
    case Ink::red:
        return "31";
    case Ink::yellow:
        return "33";
    case Ink::green:
        return "32";
    case Ink::faint:
        return "2";
    case Ink::strong:
        return "1";
    case Ink::plain:
        break;
    }
    return {};
}

std::string aligned(std::string_view text, std::size_t width, Align align) {
    const std::string fitting = shortened(text, width);
    if (align == Align::left) {
        return padded(fitting, width);
    }
    return std::string(width - std::min(width, columns_of(fitting)), ' ') + fitting;
}

} // namespace

std::string inked(std::string_view text, Ink ink) {
    const std::string_view code = code_of(ink);
    if (code.empty() || text.empty()) {
        return std::string{text};
    }
    return "\x1b[" + std::string{code} + "m" + std::string{text} + "\x1b[0m";
}

void Table::add(std::vector<Cell> row) {
    for (Cell& cell : row) {
        cell.text = terminal_line(cell.text);
    }
    rows_.push_back({std::move(row)});
}

void Table::add_across(Cell cell) {
    cell.text = terminal_line(cell.text);
    rows_.push_back({{std::move(cell)}, true});
}

std::vector<std::size_t> Table::widths(std::optional<std::size_t> limit_columns) const {
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        std::size_t width = columns_of(columns_[column].heading);
        for (const auto& row : rows_) {
            if (!row.across) {
                width = std::max(width, columns_of(row.cells[column].text));
            }
        }
        widths.push_back(width);
    }
    const std::size_t gaps = between_columns.size() * (columns_.size() - 1);
    const std::size_t all = std::accumulate(widths.begin(), widths.end(), gaps);
    std::size_t excess = limit_columns && all > *limit_columns ? all - *limit_columns : 0;
    for (; excess > 0; --excess) {
        std::size_t* widest = nullptr;
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            if (columns_[column].shrinks && widths[column] > narrowest_column &&
                (widest == nullptr || widths[column] > *widest)) {
                widest = &widths[column];
            }
        }
        if (widest == nullptr) {
            break;
        }
        --*widest;
    }
    return widths;
}

std::string Table::text(const TableLook& look) const {
    const auto width = widths(look.width_columns);
    std::string lines;
    const auto add_line = [&](const auto& cell_at) {
        std::string line;
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            const Cell cell = cell_at(column);
            std::string text = aligned(cell.text, width[column], columns_[column].align);
            if (column + 1 == columns_.size() && columns_[column].align == Align::left) {
                text.resize(text.find_last_not_of(' ') + 1);
            }
            line += column == 0 ? "" : between_columns;
            line += look.colour ? inked(text, cell.ink) : text;
        }
        line.resize(line.find_last_not_of(' ') + 1);
        lines += line + "\n";
    };
    const auto add_across_line = [&](const Cell& cell) {
        const std::string text =
            look.width_columns ? shortened(cell.text, *look.width_columns) : cell.text;
        lines += (look.colour ? inked(text, cell.ink) : text) + "\n";
    };
    add_line([&](std::size_t column) { return Cell{columns_[column].heading, Ink::strong}; });
    for (const auto& row : rows_) {
        if (row.across) {
            add_across_line(row.cells.front());
        } else {
            add_line([&](std::size_t column) { return row.cells[column]; });
        }
    }
    return lines;
}

} // namespace klik::ctl
