#include "contract/portfolio/stage.hpp"
#include "portfolio/csv_tool.hpp"
#include "support/temporary_folder.hpp"

namespace klik::portfolio {

namespace {

/// A folder of its own, which needs nothing that runs.
Stage set_up() {
    auto folder = std::make_shared<test::TemporaryFolder>();
    Mapping mapping;
    mapping.statuses = {
        {"not_started", "Planlagt"}, {"in_progress", "I gang"}, {"completed", "Afsluttet"}};
    mapping.priorities = {{"Anbefalet opgave", "Høj"}};
    mapping.people = {{"p7", "hanne"}};
    const auto tool = [&] {
        return std::make_unique<CsvTool>(CsvSettings{folder->path()}, mapping);
    };
    return {.tool = tool(),
            .of_another = tool(),
            .project = "omsorg",
            .first_status = "",
            .next_status = "I gang",
            .closed = "Afsluttet",
            .priority = "Høj",
            .phase = "Afklaring",
            .other_phase = "Gennemførelse",
            .person = "hanne",
            .makes_projects = true,
            .knows_when = false,
            .ground = folder};
}

} // namespace

std::vector<Contender> csv_contender() {
    return {{.name = "csv", .set_up = set_up}};
}

} // namespace klik::portfolio
