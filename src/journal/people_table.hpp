#pragma once

#include "journal/journal.hpp"
#include "journal/sqlite_database.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace klik::journal {

/// The people's side table: the only place in the file where a name stands.
class PeopleTable {
  public:
    explicit PeopleTable(Database& database) : database_(database) {}

    [[nodiscard]] Result<std::optional<PersonId>> find_name(const MunicipalityCode& municipality,
                                                            std::string_view name);
    /// The next id, above every one that was ever committed.
    [[nodiscard]] Result<PersonId> add(const MunicipalityCode& municipality, std::string_view name);
    [[nodiscard]] Result<std::optional<Person>> find(const MunicipalityCode& municipality,
                                                     const PersonId& id);
    [[nodiscard]] Result<std::vector<Person>> all(const MunicipalityCode& municipality);
    /// Of an id that is there.
    [[nodiscard]] Result<void> erase(const MunicipalityCode& municipality, const PersonId& id);
    /// Before the commit of a batch that erases: leaves no piece of an erased name in the table's
    /// pages.
    [[nodiscard]] Result<void> rewrite();

  private:
    Database& database_;
};

} // namespace klik::journal
