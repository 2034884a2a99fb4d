#pragma once

#include "klik/client.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace klik::ctl {

/// The people whom a municipality's tasks name. Only klikd knows names; they are asked for when
/// they are shown and kept nowhere.
class People {
  public:
    /// A key that may not ask for names sees ids.
    [[nodiscard]] static Result<People> of(Client& client);

    /// The name on one line, or the id where the name is unknown or was erased.
    [[nodiscard]] std::string name_of(std::string_view id) const;
    [[nodiscard]] bool has_name(std::string_view id) const;
    /// `Anna Holm (p1)`, or the id alone.
    [[nodiscard]] std::string name_and_id(std::string_view id) const;
    /// The sentences with the names of these people before their ids.
    [[nodiscard]] std::string named_in(std::string_view sentences,
                                       const std::set<std::string, std::less<>>& ids) const;
    /// Of an id or, without regard to case, a name; none where nobody has it. `ambiguous` for a
    /// name of several.
    [[nodiscard]] Result<std::optional<std::string>> id_of(std::string_view id_or_name) const;

    /// The same, where some words of a name are enough if it is that of nobody else, and a
    /// mailbox is somebody. `not_found` for who is not known, with names like it. A key that may
    /// not ask for names has any word taken for an id.
    [[nodiscard]] Result<std::string> id_of_somebody(std::string_view id_or_name) const;

    /// Nobody, or those of a sample.
    People() = default;
    explicit People(std::map<std::string, std::string, std::less<>> names_by_id)
        : names_{std::move(names_by_id)} {}

  private:
    [[nodiscard]] std::vector<std::string> ids_where(bool (*holds)(std::string_view wanted,
                                                                   std::string_view name),
                                                     std::string_view wanted) const;
    [[nodiscard]] std::string names_and_ids(const std::vector<std::string>& ids) const;

    std::map<std::string, std::string, std::less<>> names_; ///< by id
    bool names_may_be_asked_for_ = true;
};

} // namespace klik::ctl
