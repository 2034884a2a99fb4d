#pragma once

#include "journal/journal.hpp"
#include "journal/sqlite_database.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace klik::journal {

/// Which record each input left, by its identity: tables `input` and `source`.
class InputTable {
  public:
    explicit InputTable(Database& database) : database_{database} {}

    [[nodiscard]] Result<std::optional<Sequence>>
    find(const MunicipalityCode& municipality, std::string_view source, std::string_view id);
    [[nodiscard]] Result<void> add(const MunicipalityCode& municipality, std::string_view source,
                                   std::string_view id, Sequence sequence);
    void forget_batch() { forget_numbers(); }

  private:
    [[nodiscard]] Result<std::optional<std::int64_t>>
    number_of(const MunicipalityCode& municipality, std::string_view source);
    [[nodiscard]] Result<std::int64_t> new_number(const MunicipalityCode& municipality,
                                                  std::string_view source);
    void keep_number(const MunicipalityCode& municipality, std::string_view source,
                     std::int64_t number);
    void forget_numbers();

    Database& database_;
    Statement find_{"SELECT sequence FROM input WHERE source = ?1 AND id = ?2"};
    Statement add_{"INSERT INTO input (source, id, sequence) VALUES (?1, ?2, ?3)"};
    /// Those that were asked for, by municipality and name.
    std::map<std::string, std::map<std::string, std::int64_t, std::less<>>, std::less<>> numbers_;
    std::size_t kept_numbers_ = 0;
};

} // namespace klik::journal
