#include "chat/rights.hpp"

#include "common/text.hpp"

#include <algorithm>

namespace klik::chat {

namespace {

/// Whoever has the place of the one who is named.
std::string_view holder_of(const Value& role) {
    return role["replaced_by"].text_or(role["person"].text());
}

bool is_for(const Value& role, std::string_view project) {
    const auto& projects = role["projects"].list();
    return projects.empty() || std::ranges::any_of(projects, [&](const Value& each) {
               return common::lower_case(each.text()) == common::lower_case(project);
           });
}

bool gives_right(const Value& role, std::string_view person, const Value& state) {
    const auto name = role["role"].text();
    const auto absent = role["deputy_of"].text();
    if (holder_of(role) != person || role["left"].flag_or(false) ||
        !is_for(role, state["project"].text())) {
        return false;
    }
    if (name == "assignee" || name == "responsible") {
        return !absent.empty() && state[name].text() == absent;
    }
    return name == "project_leader" || name == "klik_administrator";
}

} // namespace

bool may_change(std::string_view person, const Value& state, const std::vector<Value>& roles) {
    if (person.empty()) {
        return false;
    }
    return state["assignee"].text() == person || state["responsible"].text() == person ||
           std::ranges::any_of(roles,
                               [&](const Value& role) { return gives_right(role, person, state); });
}

} // namespace klik::chat
