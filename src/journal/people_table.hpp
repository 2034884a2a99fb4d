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
    /// Of an id that is there. The names are gone from the file once the write-ahead log is
    /// truncated.
    [[nodiscard]] Result<void> erase(const MunicipalityCode& municipality, const PersonId& id);

  private:
    [[nodiscard]] Result<void> rewrite();

    Database& database_;
};

} // namespace klik::journal
