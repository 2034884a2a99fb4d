#include "domain/role.hpp"

#include <array>

namespace klik::domain {

namespace {

constexpr std::size_t longest_name_bytes = 128;

struct Title {
    std::string_view name;
    std::string_view danish;
    std::string_view english;
};
constexpr std::array<Title, 6> titles{{
    {"assignee", "udfører", "assignee"},
    {"responsible", "ansvarlig", "responsible"},
    {"project_leader", "projektleder", "project leader"},
    {"klik_administrator", "KLIK-administrator", "KLIK administrator"},
    {"mailbox", "den fælles postkasse", "the shared mailbox"},
    {"requester", "den, der bad om det", "the one who asked"},
}};

} // namespace

std::optional<Role> role(std::string_view name) {
    if (name.empty() || name.size() > longest_name_bytes ||
        name.find_first_of("\r\n") != std::string_view::npos) {
        return std::nullopt;
    }
    return Role{std::string(name)};
}

std::string title(const Role& role, Language language) {
    for (const Title& known : titles) {
        if (known.name == role.name) {
            return std::string(language == Language::danish ? known.danish : known.english);
        }
    }
    return role.name;
}

} // namespace klik::domain
