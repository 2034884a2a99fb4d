#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace klik::common {

/// The ids under which others know what a plugin asks or says: `PLUGIN-STORE-NUMBER`. The store's
/// name is made with the state file, so that no other file's ids are taken for its own.
class RequestIds {
  public:
    RequestIds(std::string_view plugin, std::string_view store);
    [[nodiscard]] std::string of(std::int64_t number) const;
    /// None for an id of somebody else.
    [[nodiscard]] std::optional<std::int64_t> number_in(std::string_view id) const;

  private:
    std::string prefix_;
};

/// SQL that ends the schema of a state file: rows that come into `table` (with an AUTOINCREMENT)
/// from now on have numbers that none had before, also where the file is a copy from a backup,
/// whose later rows others have heard of. What is in it keeps its number, and a greater one is a
/// later one.
[[nodiscard]] std::string numbers_never_given(std::string_view table);

} // namespace klik::common
