#include "replay/notice_difference.hpp"

#include <algorithm>

namespace klik::replay {

namespace {

PersonDifference& difference_of(WhatIf& result, const domain::PersonId& person) {
    const auto found =
        std::ranges::lower_bound(result.people, person, {}, &PersonDifference::person);
    if (found != result.people.end() && found->person == person) {
        return *found;
    }
    return *result.people.insert(found, PersonDifference{person, {}, {}, {}});
}

void note_vacancy(Notice& notice, const engine::Facts& facts) {
    const auto role = facts.find("vacant_role");
    const auto project = facts.find("project");
    if (role != facts.end()) {
        notice.vacant_role = role->second;
    }
    if (role != facts.end() && project != facts.end()) {
        notice.vacant_in = project->second;
    }
}

/// Several at one time keep the order of their keys.
void sort(std::vector<Notice>& notices) {
    std::ranges::stable_sort(notices, {}, [](const Notice& notice) { return notice.at.utc; });
}

} // namespace

void Notices::take(const engine::Event& event) {
    const auto* notified = std::get_if<engine::Notified>(&event.body);
    const domain::Date day = event.at.date();
    if (notified == nullptr || (period_.from && day < *period_.from) ||
        (period_.until && day > *period_.until)) {
        return;
    }
    const auto& notification = notified->notification;
    for (const auto& item : notification.items) {
        Notice notice{event.at, item.key, item.number, item.kind, item.rule, notification.late};
        notice.ahead = ahead_;
        note_vacancy(notice, item.facts);
        keep({notification.recipient.person, std::move(notice)});
    }
}

void Notices::keep(const Told& told) {
    const auto [known, is_new] = told_.try_emplace(told.notice.key, told);
    Notice& first = known->second.notice;
    if (!is_new && told.notice.ahead && !first.ahead && !first.caught_up) {
        first.caught_up = told.notice.at;
    }
}

void note_difference(WhatIf& result, const Notices& in_force, const Notices& candidate) {
    for (const auto& [key, told] : in_force.told()) {
        const auto other = candidate.told().find(key);
        if (other == candidate.told().end()) {
            difference_of(result, told.person).only_in_force.push_back(told.notice);
        } else if (other->second.notice.at.local != told.notice.at.local) {
            difference_of(result, told.person).moved.push_back({told.notice, other->second.notice});
        }
    }
    for (const auto& [key, told] : candidate.told()) {
        if (!in_force.told().contains(key)) {
            difference_of(result, told.person).only_candidate.push_back(told.notice);
        }
    }
    for (auto& person : result.people) {
        sort(person.only_in_force);
        sort(person.only_candidate);
        std::ranges::stable_sort(person.moved, {},
                                 [](const MovedNotice& moved) { return moved.in_force.at.utc; });
    }
    result.in_force = in_force.told().size();
    result.candidate = candidate.told().size();
}

} // namespace klik::replay
