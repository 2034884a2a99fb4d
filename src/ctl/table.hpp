#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::ctl {

enum class Ink { plain, red, yellow, green, faint, strong };

/// The text between the terminal's codes for the ink.
[[nodiscard]] std::string inked(std::string_view text, Ink ink);

struct Cell {
    std::string text;
    Ink ink = Ink::plain;
};

enum class Align { left, right };

struct Column {
    std::string heading;
    Align align = Align::left;
    /// Gives way when the table is wider than the terminal, the widest first.
    bool shrinks = false;
};

struct TableLook {
    bool colour = false;
    std::optional<std::size_t> width_columns; ///< no limit when empty
};

/// Rows under headings, each column as wide as its widest cell.
class Table {
  public:
    explicit Table(std::vector<Column> columns) : columns_{std::move(columns)} {}

    /// As many cells as there are columns. Each is shown on one line, whatever is in its text.
    void add(std::vector<Cell> row);
    /// A line of its own across all columns.
    void add_across(Cell cell);

    /// Lines that end in a line feed, headings first.
    [[nodiscard]] std::string text(const TableLook& look) const;

  private:
    [[nodiscard]] std::vector<std::size_t> widths(std::optional<std::size_t> limit_columns) const;

    struct Row {
        std::vector<Cell> cells;
        bool across = false; ///< one cell, as wide as the table
    };

    std::vector<Column> columns_;
    std::vector<Row> rows_;
};

} // namespace klik::ctl
