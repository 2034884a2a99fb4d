#include "codec/recipients_toml.hpp"

#include <algorithm>

namespace klik::codec {

namespace {

using domain::NotificationKind;
using domain::Role;

constexpr std::size_t most_roles = 10;
constexpr std::string_view allowed_roles =
    R"(a list of 1 to 10 roles, each once, such as ["assignee", "responsible"])";

std::optional<std::vector<Role>> roles_in(const toml::array& elements) {
    std::vector<Role> roles;
    for (const auto& element : elements) {
        const auto* text = element.as_string();
        auto role = text != nullptr ? domain::role(text->get()) : std::nullopt;
        if (!role || *role == Role::requester || std::ranges::find(roles, *role) != roles.end()) {
            return std::nullopt;
        }
        roles.push_back(*std::move(role));
    }
    return roles;
}

void read_roles(const TomlTableReader& reader, std::string_view key, std::vector<Role>& roles) {
    const auto* elements = reader.list(key, allowed_roles);
    if (elements == nullptr) {
        return;
    }
    auto said = elements->size() <= most_roles ? roles_in(*elements) : std::nullopt;
    if (!said || said->empty()) {
        reader.refuse(key, allowed_roles);
        return;
    }
    roles = *std::move(said);
}

} // namespace

bool recipients_are_chosen(NotificationKind kind) {
    return kind != NotificationKind::request_refused &&
           kind != NotificationKind::request_unanswered && kind != NotificationKind::withdrawn;
}

void read_recipients(const toml::table& table, const RulePlace& place, domain::RuleSet& rules,
                     TomlProblems& problems) {
    const TomlTableReader reader(table, place.name("recipients"),
                                 {"chain", "overdue_escalation", "of"}, problems);
    read_roles(reader, "chain", rules.chain);
    read_roles(reader, "overdue_escalation", rules.overdue_escalation);
    const auto* of_kinds = reader.table("of");
    if (of_kinds == nullptr) {
        return;
    }
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < domain::notification_kind_count; ++i) {
        if (const auto kind = static_cast<NotificationKind>(i); recipients_are_chosen(kind)) {
            names.push_back(domain::canonical(kind));
        }
    }
    const TomlTableReader kinds(*of_kinds, place.name("recipients.of"), names, problems);
    for (const std::string_view name : names) {
        if (kinds.find(name) != nullptr) {
            read_roles(kinds, name, rules.recipients[*domain::notification_kind(name)]);
        }
    }
}

} // namespace klik::codec
