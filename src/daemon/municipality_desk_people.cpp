// What the desk does about people and their roles; the rest of it is in municipality_desk.cpp.

#include "codec/rule_set_toml.hpp"
#include "codec/utf8.hpp"
#include "daemon/municipality_desk.hpp"
#include "daemon/name_search.hpp"
#include "daemon/sentences.hpp"
#include "domain/recipients.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

namespace klik::daemon {

namespace {

using domain::Problem;
using domain::TaskField;

constexpr std::string_view admin_verb = "admin";
constexpr std::string_view entry_of_the_erased =
    "this person was erased and stays so; name whoever has the roles now, and remove the entry";
constexpr std::array fields_of_people{TaskField::responsible, TaskField::assignee};

using Change = std::map<TaskField, domain::FieldValue>;

/// The fields of an open task that name the person, or somebody whose place they have, with who is
/// to stand there.
Change handing_over(const engine::State& state, const domain::Task& task,
                    const codec::Administer& wish, const domain::PersonId& by) {
    Change change;
    for (const TaskField field : fields_of_people) {
        const auto named = task.person(field);
        if (task.open() && named &&
            (*named == wish.person || state.gallery.in_place_of(*named) == wish.person)) {
            change.emplace(field, by);
        }
    }
    return change;
}

/// People of the file that was in force who are not in the next one, and whose address no platform
/// has told: it was the file's.
std::vector<domain::PersonId> dropped(const domain::RoleGallery& gallery,
                                      const domain::GalleryFile& next) {
    std::vector<domain::PersonId> persons;
    for (const auto& [id, person] : gallery.file.persons) {
        const auto told = gallery.platform_persons.find(id);
        const bool elsewhere = told != gallery.platform_persons.end() && told->second.addressed;
        if (person.addressed && !elsewhere && !next.persons.contains(id)) {
            persons.push_back(id);
        }
    }
    return persons;
}

/// Whether the task is still to be done by one of these, and nobody has taken their place.
bool is_left_behind(const domain::RoleGallery& gallery, const domain::Task& task,
                    const std::vector<domain::PersonId>& persons) {
    return task.open() && std::ranges::any_of(fields_of_people, [&](TaskField field) {
               const auto named = task.person(field);
               return named &&
                      std::ranges::find(persons, gallery.in_place_of(*named)) != persons.end();
           });
}

/// `people` as they were before some of them were erased.
NameSearch search_for(const std::vector<journal::Person>& people,
                      const std::vector<domain::PersonId>& erased) {
    NameSearch search;
    for (const auto& person : people) {
        if (std::ranges::find(erased, person.id) != erased.end()) {
            search.add(person.name, person.email);
        }
    }
    return search;
}

} // namespace

Problem no_such_person() {
    return {"not_found", "person",
            "nobody here has this id; klikctl person (query person) lists those with names"};
}

void MunicipalityDesk::load_roles(const codec::RolesFile& file, domain::UtcTime now) {
    engine::LoadGallery load;
    std::vector<domain::PersonId> ids;
    const auto keep = [&](const codec::GivenPerson& given, const domain::PersonId& id,
                          const domain::Absence& absence) {
        const auto told = state_.gallery.platform_persons.find(id);
        auto news = journal::PersonNews{given.name, given.email, given.language};
        if (news.email && news.email->empty() && told != state_.gallery.platform_persons.end() &&
            told->second.addressed) {
            news.email.reset(); // the platform knows one
        }
        if (batch_->keep_person(state_.municipality, id, news)) {
            load.readdressed.insert(id);
        }
        const bool addressed = given.email && !given.email->empty();
        load.file.persons.insert_or_assign(id, domain::GalleryFile::Person{absence, addressed});
    };
    std::vector<Problem> erased;
    for (const auto& person : file.persons) {
        if (auto id = erased_person(person.given)) {
            load.file.persons.insert_or_assign(*id,
                                               domain::GalleryFile::Person{person.absence, false});
            ids.push_back(*std::move(id));
            erased.push_back({"conflict", person.place, std::string{entry_of_the_erased}});
            continue;
        }
        ids.push_back(person.given.id ? *person.given.id : person_id_for(person.given.name));
        keep(person.given, ids.back(), person.absence);
    }
    if (file.mailbox) {
        keep(*file.mailbox, domain::mailbox(state_.municipality), {});
    }
    for (const auto& assignment : file.assignments) {
        domain::Assignment made{assignment.role, ids[assignment.person], std::nullopt};
        if (assignment.deputy_of) {
            made.deputy_of = ids[*assignment.deputy_of];
        }
        load.file.assignments.insert_or_assign(std::move(made), assignment.terms);
    }
    report_erased(erased, now);
    if (load.file == state_.gallery.file && load.readdressed.empty()) {
        return;
    }
    for (const auto& id : dropped(state_.gallery, load.file)) {
        static_cast<void>(batch_->keep_person(state_.municipality, id, {{}, "", std::nullopt}));
    }
    pass_due_moments(now, false);
    static_cast<void>(decide(moment(now), via_control, std::move(load)));
    done_.push_back(fmt::format("[K132] {}: {} role(s) of {} person(s) are in force",
                                state_.municipality.value, file.assignments.size(),
                                file.persons.size()));
}

std::optional<domain::PersonId> MunicipalityDesk::erased_person(const codec::GivenPerson& given) {
    auto id = given.id;
    if (!id && known_person(given.name).value.empty()) {
        id = erased_names_.find(given.name);
    }
    return id && state_.gallery.left(*id) ? id : std::nullopt;
}

void MunicipalityDesk::report_erased(const std::vector<Problem>& entries, domain::UtcTime now) {
    if (entries.empty() || batch_->read_only()) {
        return;
    }
    for (const auto& entry : entries) {
        spdlog::warn("[K137] {}: {}", state_.municipality.value, entry.sentence());
    }
    report("roles_ignored", {{"problems", sentences_of(entries)}}, now);
}

codec::ServerMessage MunicipalityDesk::load_rules(const codec::Administer& wish, const Call& call) {
    auto rules = codec::parse_rule_set(wish.toml, "toml");
    if (!rules) {
        constexpr std::size_t most_findings = 20;
        std::string findings;
        for (std::size_t i = 0; i < rules.error().size() && i < most_findings; ++i) {
            findings += (i > 0 ? "\n" : "") + rules.error()[i].sentence();
        }
        return codec::error(call.ref, {"malformed", "toml", findings}, admin_verb);
    }
    pass_due_moments(call.now, false);
    const auto sequence =
        decide(moment(call.now), call.via, engine::LoadRules{*std::move(rules), wish.toml});
    done_.push_back(fmt::format("[K134] {}: the rules {} are in force at the wish of {}",
                                state_.municipality.value, state_.rules.name, call.via));
    return codec::rules_loaded(call.ref, sequence);
}

bool MunicipalityDesk::knows_person(const domain::PersonId& id) {
    const auto person = journal_->person(state_.municipality, id);
    if (!person) {
        batch_->fail(person.error());
        return false;
    }
    const auto& gallery = state_.gallery;
    const bool in_gallery =
        gallery.platform_persons.contains(id) || gallery.file.persons.contains(id) ||
        std::ranges::any_of(gallery.holdings(),
                            [&](const auto& held) { return held.assignment.person == id; });
    return *person || in_gallery || std::ranges::any_of(state_.tasks, [&](const auto& entry) {
        return std::ranges::any_of(fields_of_people, [&](TaskField field) {
            const auto named = entry.second.task.person(field);
            return named && *named == id;
        });
    });
}

codec::ServerMessage MunicipalityDesk::replace_person(const codec::Administer& wish,
                                                      const Call& call) {
    const bool known =
        knows_person(wish.person) && (!wish.by_name.empty() || knows_person(wish.by));
    if (batch_->read_only()) {
        return codec::error(call.ref, batch_->why_read_only(), admin_verb);
    }
    if (!known) {
        return codec::error(call.ref, no_such_person(), admin_verb);
    }
    const auto by = wish.by_name.empty() ? wish.by : person_id_for(wish.by_name);
    if (by == wish.person) {
        return codec::error(call.ref, {"conflict", "by", "is the person who is to be replaced"},
                            admin_verb);
    }
    if (state_.gallery.left(by)) {
        return codec::error(
            call.ref,
            {"conflict", "by", "was erased and counts as nobody; name somebody who is there"},
            admin_verb);
    }
    pass_due_moments(call.now, false);
    std::vector<std::pair<domain::TaskNumber, Change>> changes;
    for (const auto& [number, entry] : state_.tasks) {
        if (auto change = handing_over(state_, entry.task, wish, by); !change.empty()) {
            changes.emplace_back(number, std::move(change));
        }
    }
    const auto sequence =
        decide(moment(call.now), call.via, engine::ReplacePerson{wish.person, by});
    std::size_t requested = 0;
    std::vector<domain::TaskNumber> refused;
    for (auto& [number, change] : changes) {
        engine::RequestChange request;
        request.id = fmt::format("replace_person:{}:{}", sequence.value, domain::to_string(number));
        request.number = number;
        request.change = std::move(change);
        request.reason = engine::reason_of_replacing;
        const engine::RequestKey key{std::string{call.via}, request.id};
        static_cast<void>(decide(moment(call.now), call.via, std::move(request)));
        if (state_.requests.at(key).answer == engine::Outcome::refused) {
            refused.push_back(number);
        } else {
            ++requested;
        }
    }
    done_.push_back(fmt::format(
        "[K135] {}: {} is replaced by {} at the wish of {}; the platform is asked for {} task(s)",
        state_.municipality.value, codec::printable(wish.person.value), codec::printable(by.value),
        call.via, requested));
    return codec::person_replaced(call.ref, by, sequence, requested, refused);
}

codec::ServerMessage MunicipalityDesk::erase_person(const codec::Administer& wish,
                                                    const Call& call) {
    if (wish.person == domain::mailbox(state_.municipality)) {
        return codec::error(call.ref,
                            {"conflict", "person",
                             "is the shared mailbox, which always exists; its address is changed "
                             "where it is given"},
                            admin_verb);
    }
    const auto people = journal_->people(state_.municipality);
    if (!people) {
        batch_->fail(people.error());
        return codec::error(call.ref, batch_->why_read_only(), admin_verb);
    }
    if (std::ranges::find(*people, wish.person, &journal::Person::id) == people->end()) {
        return codec::error(call.ref, no_such_person(), admin_verb);
    }
    codec::Erasure erasure;
    auto erased = batch_->erase_person(state_.municipality, wish.person);
    if (!erased) {
        return codec::error(call.ref, erased.error(), admin_verb);
    }
    const NameSearch search = search_for(*people, *erased);
    const auto dropped =
        quarantine_.remove_all([&](std::string_view bytes) { return search.in_bytes(bytes); });
    if (!dropped) {
        return codec::error(call.ref, dropped.error(), admin_verb);
    }
    erasure.persons = *erased;
    erasure.dropped = *dropped;
    for (const auto& person : *people) {
        if (std::ranges::find(*erased, person.id) != erased->end() && !person.name.empty()) {
            erased_names_.add(person.name, person.id);
        }
    }
    for (const auto& id : *erased) {
        erasure.in_roles_file = erasure.in_roles_file || state_.gallery.file.persons.contains(id);
    }
    for (const auto& [number, entry] : state_.tasks) {
        if (search.in_prose(entry.task)) {
            erasure.tasks.push_back(number);
        }
        if (is_left_behind(state_.gallery, entry.task, *erased)) {
            erasure.open_tasks.push_back(number);
        }
    }
    pass_due_moments(call.now, false);
    erasure.sequence = decide(moment(call.now), call.via, engine::ErasePerson{*std::move(erased)});
    done_.push_back(fmt::format("[K136] {}: name and address of {} are erased at the wish of {}",
                                state_.municipality.value, codec::printable(wish.person.value),
                                call.via));
    return codec::person_erased(call.ref, erasure);
}

} // namespace klik::daemon
