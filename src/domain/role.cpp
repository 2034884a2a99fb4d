#include "domain/role.hpp"

#include <algorithm>
#include <array>

namespace klik::domain {

namespace {

constexpr std::size_t longest_name_bytes = 128;

struct Title {
    std::string_view name;
    std::string_view danish;
    std::string_view english;
    std::string_view danish_definite;
};
constexpr std::array<Title, 6> titles{{
    {"assignee", "udfører", "assignee", "udføreren"},
    {"responsible", "ansvarlig", "responsible", "den ansvarlige"},
    {"project_leader", "projektleder", "project leader", "projektlederen"},
    {"klik_administrator", "KLIK-administrator", "KLIK administrator", "KLIK-administratoren"},
    {"mailbox", "den fælles postkasse", "shared mailbox", "den fælles postkasse"},
    {"requester", "den, der bad om det", "the one who asked", "den, der bad om det"},
}};

const Title* known_title(const Role& role) {
    const auto* found = std::ranges::find(titles, role.name, &Title::name);
    return found == titles.end() ? nullptr : found;
}

} // namespace

std::optional<Role> role(std::string_view name) {
    if (name.empty() || name.size() > longest_name_bytes ||
        name.find_first_of("\r\n") != std::string_view::npos) {
        return std::nullopt;
    }
    return Role{std::string(name)};
}

std::string title(const Role& role, Language language) {
    const Title* known = known_title(role);
    if (known == nullptr) {
        return role.name;
    }
    return std::string(language == Language::danish ? known->danish : known->english);
}

std::string definite_title(const Role& role, Language language) {
    const Title* known = known_title(role);
    if (language == Language::danish) {
        return std::string(known == nullptr ? std::string_view{role.name} : known->danish_definite);
    }
    return "the " + title(role, language);
}

} // namespace klik::domain
