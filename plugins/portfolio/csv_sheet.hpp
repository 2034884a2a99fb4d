#pragma once

#include "portfolio/csv_file.hpp"
#include "portfolio/field.hpp"

#include <klik/error.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace klik::portfolio {

/// Of a row: another one whenever a cell of ours is. A link leaves `others` as it was.
struct CsvVersion {
    std::uint64_t others = 0;
    std::uint64_t prerequisites = 0;
};

/// A project's file in memory. Rows without a number, and columns that are not ours, belong to
/// people and stay as they are.
class CsvSheet {
  public:
    /// A file that is not there is an empty sheet. Errors: `unreachable`, and `unreadable` where
    /// the first line has no column for the number.
    [[nodiscard]] static Result<CsvSheet> load(std::filesystem::path path);
    /// Replaces the file in one step. `busy` while a spreadsheet has it open, `stale` where it was
    /// saved since it was loaded, `unreachable`.
    [[nodiscard]] Result<void> save() const;

    /// Indices of the rows that have a number, from the top.
    [[nodiscard]] std::vector<std::size_t> numbered() const;
    [[nodiscard]] std::optional<std::int64_t> number(std::size_t row) const;
    [[nodiscard]] Fields fields(std::size_t row) const;
    [[nodiscard]] CsvVersion version(std::size_t row) const;

    [[nodiscard]] std::size_t add(std::int64_t number);
    void set(std::size_t row, Field field, const std::string& value);
    void remark(std::size_t row, const std::string& comment);
    void erase(std::size_t row);

  private:
    explicit CsvSheet(std::filesystem::path path) : path_{std::move(path)} {}
    [[nodiscard]] std::optional<std::size_t> column(std::string_view danish,
                                                    std::string_view english) const;
    [[nodiscard]] std::string cell(std::size_t row, std::optional<std::size_t> column) const;
    void put(std::size_t row, std::string_view danish, std::string_view english, std::string value);

    std::filesystem::path path_;
    std::string bytes_; ///< as loaded
    std::vector<CsvRow> rows_;
};

} // namespace klik::portfolio
