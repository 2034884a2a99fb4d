#include "engine/pending_item.hpp"

#include <ranges>
#include <string_view>

namespace klik::engine {

std::string occasion_id(const Occasion& occasion) {
    return (occasion.due ? domain::iso_date(*occasion.due) : "-") + '/' + occasion.name;
}

std::optional<Occasion> occasion_told(const domain::NotificationItem& item,
                                      const domain::PersonId& person) {
    std::string_view id = item.key;
    const std::string end = '/' + person.value;
    if (!id.starts_with(item.thread + '/') || !id.ends_with(end) ||
        id.size() <= item.thread.size() + end.size()) {
        return std::nullopt;
    }
    id.remove_prefix(item.thread.size() + 1);
    id.remove_suffix(end.size());
    const auto slash = id.find('/');
    if (slash == std::string_view::npos) {
        return std::nullopt;
    }
    return Occasion{item.kind, std::string(id.substr(slash + 1)),
                    domain::date_from_iso(id.substr(0, slash)), item.rule, item.facts};
}

std::string key_stem(const domain::MunicipalityCode& municipality, domain::TaskNumber number,
                     const Occasion& occasion) {
    return municipality.value + '/' + domain::to_string(number) + '/' + occasion_id(occasion) + '/';
}

std::string key_of_colour_in(const domain::NotificationItem& item, const domain::PersonId& person) {
    using domain::NotificationKind;
    const bool tells_deadline = item.kind == NotificationKind::reminder ||
                                item.kind == NotificationKind::overdue ||
                                item.kind == NotificationKind::catch_up;
    const auto due = item.facts.find("due_date");
    const auto colour = item.facts.find("colour");
    const bool concerns_another = item.facts.contains("yours");
    if (!tells_deadline || concerns_another || due == item.facts.end() ||
        colour == item.facts.end()) {
        return {};
    }
    return item.thread + '/' + due->second + "/colour:" + colour->second + '/' + person.value;
}

void add_colour_facts(Facts& facts, const std::string& name, domain::Colour colour) {
    facts.emplace(name, canonical(colour));
    facts.emplace(name + "_da", label(colour, domain::Language::danish));
    facts.emplace(name + "_en", label(colour, domain::Language::english));
}

void add_who_did_it(Facts& facts, const std::set<domain::PersonId>& people) {
    std::string list;
    for (const domain::PersonId& person : people) {
        list.append(list.empty() ? "" : "\n").append(person.value);
    }
    if (!list.empty()) {
        facts.emplace("done_by", std::move(list));
    }
}

std::set<domain::PersonId> who_did_it(const Facts& facts) {
    std::set<domain::PersonId> people;
    if (const auto list = facts.find("done_by"); list != facts.end()) {
        for (const auto person : std::views::split(list->second, '\n')) {
            people.insert({std::string(std::string_view(person))});
        }
    }
    return people;
}

bool is_deferred(const PendingItem& item) {
    return item.occasion.facts.contains("deferred_from");
}

bool is_about_a_project(domain::NotificationKind kind, const Facts& facts) {
    return kind == domain::NotificationKind::vacant_role && facts.contains("project");
}

} // namespace klik::engine
