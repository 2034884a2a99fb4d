#pragma once

#include "klik/client.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace klik::ctl {

/// The people whom a municipality's tasks name. Only klikd knows names; they are asked for when
/// they are shown and kept nowhere.
class People {
  public:
    /// A key that may not ask for names sees ids.
    [[nodiscard]] static Result<People> of(Client& client);

    /// The name on one line, or the id where the name is unknown or was erased.
    [[nodiscard]] std::string name_of(std::string_view id) const;
    /// Of an id or, without regard to case, a name; none where nobody has it. `ambiguous` for a
    /// name of several.
    [[nodiscard]] Result<std::optional<std::string>> id_of(std::string_view id_or_name) const;

  private:
    std::map<std::string, std::string, std::less<>> names_; ///< by id
    bool names_may_be_asked_for_ = true;
};

} // namespace klik::ctl
