#pragma once

#include "property/random_rules.hpp"
#include "property/story.hpp"

#include <algorithm>
#include <initializer_list>

namespace klik::test {

inline rc::Gen<std::string> one_of(std::initializer_list<std::string> texts) {
    return rc::gen::elementOf(std::vector<std::string>(texts));
}

/// Few, so that one is often several things at once.
inline rc::Gen<std::string> some_person() {
    return one_of({"anna", "bo", "carl", "dora"});
}

template <class T>
rc::Gen<std::optional<T>> sometimes(rc::Gen<T> gen) {
    return rc::gen::weightedOneOf<std::optional<T>>(
        {{2, rc::gen::just(std::optional<T>{})}, {1, rc::gen::map(std::move(gen), [](T value) {
                                                      return std::optional(std::move(value));
                                                  })}});
}

template <class T>
rc::Gen<Happening> happens(rc::Gen<T> gen) {
    return rc::gen::map(std::move(gen), [](T value) { return Happening(std::move(value)); });
}

/// Few tasks as well: more than one thing happens to most of them.
inline rc::Gen<std::int64_t> some_number() {
    return rc::gen::inRange<std::int64_t>(1, 5);
}

inline rc::Gen<TaskChange> some_change() {
    const auto few = [](std::int64_t number) { return 1 + number % 4; };
    return rc::gen::map(rc::gen::arbitrary<TaskChange>(), [few](TaskChange change) {
        change.number = few(change.number);
        if (change.prerequisites) {
            std::ranges::transform(*change.prerequisites, change.prerequisites->begin(), few);
        }
        return change;
    });
}

inline rc::Gen<TaskDetails> some_people_of_a_task() {
    const auto somebody = rc::gen::weightedOneOf<std::string>(
        {{1, rc::gen::just(std::string{})}, {4, some_person()}});
    return rc::gen::build<TaskDetails>(
        rc::gen::set(&TaskDetails::number, some_number()),
        rc::gen::set(&TaskDetails::assignee, sometimes(somebody)),
        rc::gen::set(&TaskDetails::responsible, sometimes(somebody)));
}

inline rc::Gen<TaskDetails> some_details_of_a_task() {
    return rc::gen::build(
        some_people_of_a_task(),
        rc::gen::set(&TaskDetails::status,
                     sometimes(one_of({"Påbegyndt", "Fuldført", "Ikke relevant", "Ikke påbegyndt",
                                       "Sat på pause"}))),
        rc::gen::set(&TaskDetails::platform_colour, sometimes(one_of({"Grøn", "Gul", "Rød"}))),
        rc::gen::set(&TaskDetails::project, sometimes(one_of({"Aula", "DUBU"}))),
        rc::gen::set(&TaskDetails::hours_old, rc::gen::weightedElement<int>({{5, 0}, {1, 40}})));
}

/// A project leader or an administrator comes or goes.
inline rc::Gen<RoleChange> some_holder() {
    return rc::gen::build<RoleChange>(
        rc::gen::set(&RoleChange::role, one_of({"project_leader", "klik_administrator"})),
        rc::gen::set(&RoleChange::person, some_person()),
        rc::gen::set(&RoleChange::ends, rc::gen::weightedElement<bool>({{2, false}, {1, true}})));
}

inline rc::Gen<RoleChange> some_deputy() {
    return rc::gen::build<RoleChange>(
        rc::gen::set(&RoleChange::role, one_of({"project_leader", "assignee", "responsible"})),
        rc::gen::set(&RoleChange::person, some_person()),
        rc::gen::set(&RoleChange::deputy_of, some_person()));
}

inline rc::Gen<DaysAway> some_absence() {
    return rc::gen::build<DaysAway>(rc::gen::set(&DaysAway::person, some_person()),
                                    rc::gen::set(&DaysAway::begins_in, rc::gen::inRange(0, 5)),
                                    rc::gen::set(&DaysAway::days, rc::gen::inRange(1, 15)));
}

inline rc::Gen<Address> some_address() {
    return rc::gen::build<Address>(
        rc::gen::set(&Address::person,
                     rc::gen::weightedOneOf<std::string>(
                         {{2, rc::gen::just(std::string("mailbox-9999"))}, {1, some_person()}})),
        rc::gen::set(&Address::known));
}

inline rc::Gen<PersonChange> some_person_change() {
    using What = PersonChange::What;
    return rc::gen::build<PersonChange>(
        rc::gen::set(&PersonChange::what,
                     rc::gen::weightedElement<What>(
                         {{3, What::bounced}, {2, What::replaced}, {1, What::erased}})),
        rc::gen::set(&PersonChange::person, some_person()),
        rc::gen::set(&PersonChange::by, some_person()));
}

inline rc::Gen<Wish> some_wish() {
    return rc::gen::build<Wish>(
        rc::gen::set(&Wish::number, some_number()), rc::gen::set(&Wish::actor, some_person()),
        rc::gen::set(&Wish::status, one_of({"Fuldført", "Påbegyndt", "Ikke relevant"})));
}

inline rc::Gen<OtherRules> some_rules() {
    return rc::gen::exec([] {
        const std::string run = std::to_string(pick(6, 9));
        return OtherRules{pick_rules_toml(date("2024-04-01")) + "overdue_escalates_from = " +
                          std::to_string(pick(1, 3)) + "\nrun_at = \"0" + run +
                          ":00\"\n[notices]\ngather = \"" + std::to_string(pick(1, 90)) +
                          "m\"\nper_person_and_day = " + std::to_string(pick(1, 3)) + "\n"};
    });
}

inline rc::Gen<Pause> some_pause() {
    return rc::gen::build<Pause>(rc::gen::set(&Pause::minutes, rc::gen::inRange(1, 60)));
}

inline rc::Gen<DaysPass> some_days() {
    return rc::gen::build<DaysPass>(
        rc::gen::set(&DaysPass::days, rc::gen::inRange(0, 8)),
        rc::gen::set(&DaysPass::clock, one_of({"12:00", "08:00", "07:55", "09:00", "16:30", "16:55",
                                               "20:00", "00:30"})),
        rc::gen::set(&DaysPass::off, rc::gen::weightedElement<bool>({{4, false}, {1, true}})));
}

/// Anything that klikd can be told.
inline rc::Gen<Happening> something() {
    return rc::gen::weightedOneOf<Happening>({{8, happens(some_change())},
                                              {8, happens(some_details_of_a_task())},
                                              {2, happens(some_holder())},
                                              {2, happens(some_deputy())},
                                              {2, happens(some_absence())},
                                              {1, happens(some_address())},
                                              {2, happens(some_person_change())},
                                              {2, happens(some_wish())},
                                              {1, happens(some_rules())},
                                              {3, happens(some_pause())},
                                              {10, happens(some_days())}});
}

/// What concerns the ladder and who is told, and nothing that blocks.
inline rc::Gen<Happening> something_about_deadlines() {
    auto unblocked = rc::gen::map(some_change(), [](TaskChange change) {
        change.prerequisites.reset();
        return change;
    });
    return rc::gen::weightedOneOf<Happening>({{8, happens(std::move(unblocked))},
                                              {4, happens(some_people_of_a_task())},
                                              {2, happens(some_holder())},
                                              {1, happens(some_absence())},
                                              {1, happens(some_pause())},
                                              {8, happens(some_days())}});
}

inline rc::Gen<Story> a_story_of(rc::Gen<Happening> happening) {
    return rc::gen::container<Story>(std::move(happening));
}

} // namespace klik::test
