#include "engine/decide_inputs.hpp"
#include "engine/source_watch.hpp"
#include "engine/successors.hpp"
#include "engine/vacancies.hpp"

namespace klik::engine {

void decide_role_assigned(Decision& decision, const AssignRole& input) {
    const SourceWatch watch(decision.state(), input.fact);
    const bool applied = !decision.state().gallery.knows_later(input.assignment, input.fact.time);
    const bool fewer_projects = input.said.projects && !input.said.projects->empty() &&
                                decision.state().gallery.platform.contains(input.assignment);
    const domain::RoleGallery before = decision.state().gallery;
    decision.emit(RoleAssigned{input.fact, decision.via(), input.assignment, input.said,
                               input.readdressed, applied, input.unknown_attributes,
                               input.unknown});
    watch.report(decision);
    gather_for_successors(decision, before);
    if (fewer_projects) {
        gather_vacancies(decision);
    }
}

void decide_role_ended(Decision& decision, const EndRole& input) {
    const SourceWatch watch(decision.state(), input.fact);
    const domain::RoleGallery before = decision.state().gallery;
    const domain::Role& role = input.assignment.role;
    const bool held = before.holds(role, before.in_place_of(input.assignment.person));
    decision.emit(RoleEnded{input.fact, decision.via(), input.assignment, input.whole,
                            input.unknown_attributes, input.unknown});
    watch.report(decision);
    gather_for_successors(decision, before);
    if (held) { // all projects are looked at
        gather_vacancies(decision);
    }
}

void decide_gallery_loaded(Decision& decision, const LoadGallery& input) {
    const domain::RoleGallery before = decision.state().gallery;
    decision.emit(GalleryLoaded{input.file, input.readdressed});
    decision.emit(SystemReported{"roles_loaded",
                                 {{"assignments", std::to_string(input.file.assignments.size())},
                                  {"persons", std::to_string(input.file.persons.size())}}});
    gather_for_successors(decision, before);
    gather_vacancies(decision);
}

} // namespace klik::engine
