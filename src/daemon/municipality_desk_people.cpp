// What the desk does about people and their roles; the rest of it is in municipality_desk.cpp.

#include "daemon/municipality_desk.hpp"
#include "domain/recipients.hpp"

namespace klik::daemon {

namespace {

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

} // namespace

bool MunicipalityDesk::load_roles(const codec::RolesFile& file, domain::UtcTime now) {
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
    for (const auto& person : file.persons) {
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
    if (load.file == state_.gallery.file && load.readdressed.empty()) {
        return false;
    }
    for (const auto& id : dropped(state_.gallery, load.file)) {
        static_cast<void>(batch_->keep_person(state_.municipality, id, {{}, "", std::nullopt}));
    }
    pass_due_moments(now, false);
    static_cast<void>(decide(moment(now), via_control, std::move(load)));
    return true;
}

} // namespace klik::daemon
