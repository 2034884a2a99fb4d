#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace klik::common {

/// The ids under which klikd knows what a plugin asks: `PLUGIN-STORE-NUMBER`. The store's name is
/// made with the state file, so that no other file's ids are taken for its own.
class RequestIds {
  public:
    RequestIds(std::string_view plugin, std::string_view store);
    [[nodiscard]] std::string of(std::int64_t number) const;
    /// None for an id of somebody else.
    [[nodiscard]] std::optional<std::int64_t> number_in(std::string_view id) const;

  private:
    std::string prefix_;
};

} // namespace klik::common
