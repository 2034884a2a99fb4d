#pragma once

#include "domain/civil_time.hpp"

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace klik::domain {

/// In what quality a person is told something: one of the roles of docs/rules.md 7, or a free one
/// such as `DUBU-superbruger`. Names are compared as they stand.
struct Role {
    std::string name;

    static const Role assignee;
    static const Role responsible;
    static const Role project_leader;
    static const Role klik_administrator;
    static const Role mailbox;
    static const Role requester; ///< who asked for a change

    friend auto operator<=>(const Role&, const Role&) = default;
};
inline const Role Role::assignee{"assignee"};
inline const Role Role::responsible{"responsible"};
inline const Role Role::project_leader{"project_leader"};
inline const Role Role::klik_administrator{"klik_administrator"};
inline const Role Role::mailbox{"mailbox"};
inline const Role Role::requester{"requester"};

/// 1 to 128 bytes without line ends.
[[nodiscard]] std::optional<Role> role(std::string_view name);

/// What people call it: `projektleder`. A free role's title is its name.
[[nodiscard]] std::string title(const Role& role, Language language);
/// `projektlederen`, `the project leader`
[[nodiscard]] std::string definite_title(const Role& role, Language language);

} // namespace klik::domain
