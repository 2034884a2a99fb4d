#pragma once

#include "journal/journal.hpp"
#include "journal/sqlite_database.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace klik::journal {

/// The people's side table: the only place in the file where names and addresses stand.
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
    /// True when an address is known now that was not.
    [[nodiscard]] Result<bool> keep(const MunicipalityCode& municipality, const PersonId& id,
                                    const PersonNews& news);
    /// Of an id that is there, and of others with its name; all of them are returned.
    [[nodiscard]] Result<std::vector<PersonId>> erase(const MunicipalityCode& municipality,
                                                      const PersonId& id);
    /// Before the commit of a batch that erases: leaves no piece of an erased name in the table's
    /// pages.
    [[nodiscard]] Result<void> rewrite();

  private:
    [[nodiscard]] Result<std::int64_t> next_number(const MunicipalityCode& municipality);
    [[nodiscard]] Result<void> insert(const MunicipalityCode& municipality, std::int64_t number,
                                      const PersonId* given);
    [[nodiscard]] Result<std::int64_t> add_given(const MunicipalityCode& municipality,
                                                 const PersonId& id);
    [[nodiscard]] Result<void> set_name(const MunicipalityCode& municipality, std::int64_t number,
                                        std::string_view name);
    [[nodiscard]] Result<bool> set_contact(const MunicipalityCode& municipality,
                                           std::int64_t number, const PersonNews& news);
    [[nodiscard]] Result<std::optional<std::int64_t>> row_of(const MunicipalityCode& municipality,
                                                             const PersonId& id);

    Database& database_;
};

} // namespace klik::journal
