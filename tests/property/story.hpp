#pragma once

#include "property/task_changes.hpp"

#include <optional>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

namespace klik::test {

/// What else the platform tells of a task; what is absent stays as it was.
struct TaskDetails {
    std::int64_t number = 1;
    std::optional<std::string> assignee;    ///< empty: nobody
    std::optional<std::string> responsible; ///< empty: nobody
    std::optional<std::string> status;
    std::optional<std::string> platform_colour;
    std::optional<std::string> project;
    int hours_old = 0;
};

struct RoleChange {
    std::string role;
    std::string person;
    std::string deputy_of; ///< empty: holds it
    bool primary = false;
    bool ends = false;
};

/// From so many days after today on, both ends included.
struct DaysAway {
    std::string person;
    int begins_in = 0;
    int days = 1;
};

struct Address {
    std::string person;
    bool known = true; ///< another than before
};

struct PersonChange {
    enum class What { replaced, erased, bounced };
    What what{};
    std::string person;
    std::string by; ///< who replaces
};

struct Wish {
    std::int64_t number = 1;
    std::string actor;
    std::string status;
};

struct OtherRules {
    std::string toml;
};

struct Pause {
    int minutes = 1;
};

/// Until a time of the day that is so many days ahead.
struct DaysPass {
    int days = 0;
    std::string clock; ///< `07:55`
    bool off = false;  ///< klikd is
};

using Happening = std::variant<TaskChange, TaskDetails, RoleChange, DaysAway, Address, PersonChange,
                               Wish, OtherRules, Pause, DaysPass>;
using Story = std::vector<Happening>;

/// When the pause of days is over, `2024-02-19 07:55`; always later than now.
[[nodiscard]] std::string end_of(const DaysPass& passing, const Moment& now);

/// Lets it happen.
void tell(const Happening& happening, World& world);
void tell(const Story& story, World& world);

std::ostream& operator<<(std::ostream& out, const Happening& happening);

} // namespace klik::test
