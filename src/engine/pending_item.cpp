#include "engine/pending_item.hpp"

namespace klik::engine {

std::string occasion_id(const Occasion& occasion) {
    return (occasion.due ? domain::iso_date(*occasion.due) : "-") + '/' + occasion.name;
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

bool is_about_a_project(domain::NotificationKind kind, const Facts& facts) {
    return kind == domain::NotificationKind::vacant_role && facts.contains("project");
}

} // namespace klik::engine
