#pragma once

#include "journal/journal.hpp"
#include "journal/sqlite_database.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace klik::journal {

/// How far each durable stream has acknowledged: table `cursor`.
class CursorTable {
  public:
    explicit CursorTable(Database& database) : database_{database} {}

    [[nodiscard]] Result<std::optional<Cursor>> find(const MunicipalityCode& municipality,
                                                     std::string_view name);
    [[nodiscard]] Result<void> store(const MunicipalityCode& municipality, std::string_view name,
                                     const Cursor& cursor);
    /// By name.
    [[nodiscard]] Result<std::vector<NamedCursor>> all(const MunicipalityCode& municipality);
    [[nodiscard]] Result<std::size_t> count(const MunicipalityCode& municipality,
                                            std::string_view owner);

  private:
    Database& database_;
};

} // namespace klik::journal
