#include "contract/portfolio/redmine_stage.hpp"

#include <cstdlib>
#include <sstream>
#include <stdexcept>

namespace klik::portfolio {

namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

std::string next_project() {
    static std::istringstream projects{variable("KLIK_REDMINE_PROJECTS")};
    std::string project;
    if (!(projects >> project)) {
        throw std::runtime_error{"KLIK_REDMINE_PROJECTS has too few projects: one for each test"};
    }
    return project;
}

Stage redmine_stage() {
    return {.tool = redmine_for("sync"),
            .of_another = redmine_for("hanne"),
            .project = next_project(),
            .first_status = "Planned",
            .next_status = "Running",
            .closed = "Done",
            .priority = "High",
            .phase = "Afklaring",
            .other_phase = "Gennemførelse",
            .person = variable("KLIK_REDMINE_PERSON"),
            .has_workflow = true,
            .keeps_history = true,
            .prerequisites_hold_it_open = true};
}

} // namespace

RedmineSettings redmine_settings(const std::string& person) {
    return {.server = variable("KLIK_REDMINE_URL"),
            .key = variable(("KLIK_REDMINE_KEY_" + person).c_str()),
            .ca_file = {},
            .tracker = "Municipal task",
            .number_field = variable("KLIK_REDMINE_NUMBER_FIELD"),
            .phase = RedminePlace::category};
}

std::unique_ptr<Tool> redmine_for(const std::string& person) {
    return redmine_tool(redmine_settings(person), [] { return true; });
}

std::vector<Contender> redmine_contender() {
    if (variable("KLIK_REDMINE_URL").empty()) {
        return {};
    }
    return {{.name = "redmine", .set_up = redmine_stage}};
}

} // namespace klik::portfolio
