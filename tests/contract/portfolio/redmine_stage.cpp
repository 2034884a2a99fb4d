#include "contract/portfolio/redmine_stage.hpp"

#include "portfolio/receipt_book.hpp"
#include "portfolio/redmine_names.hpp"

#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <utility>

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

/// In whichever place it stands.
void take_number_away(const Item& item) {
    const auto settings = redmine_settings("hanne");
    RedmineServer server{settings, [] { return true; }};
    RedmineNames names{settings, server};
    nlohmann::json issue{{"description", value_of(item.fields, Field::description)}};
    if (const auto form = names.form(item.project); form && form->number_field) {
        issue["custom_fields"] = {{{"id", *form->number_field}, {"value", ""}}};
    }
    const auto done = server.send("PUT", "/issues/" + item.id + ".json", {{"issue", issue}});
    if (!done) {
        throw std::runtime_error{done.error().text};
    }
}

/// With the number in the description.
std::unique_ptr<Tool> redmine_without_field() {
    auto settings = redmine_settings("sync");
    settings.number_field.clear();
    return redmine_tool(std::move(settings), [] { return true; });
}

Stage redmine_stage() {
    return {.tool = redmine_for("sync"),
            .of_another = redmine_for("hanne"),
            .before_move = redmine_without_field(),
            .take_number_away = take_number_away,
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
