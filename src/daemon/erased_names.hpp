#pragma once

#include "domain/ids.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string_view>

namespace klik::daemon {

/// The names that were erased since klikd started, by marks that cannot be read back, so that a
/// file that still has such a name does not bring it back. Nothing of this is ever written down.
class ErasedNames {
  public:
    /// Two spellings of one name are the same; the later word counts.
    void add(std::string_view name, const domain::PersonId& id);
    /// Whose name it was.
    [[nodiscard]] std::optional<domain::PersonId> find(std::string_view name) const;

  private:
    std::map<std::size_t, domain::PersonId> ids_;
};

} // namespace klik::daemon
