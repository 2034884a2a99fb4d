#include "daemon/progress_query.hpp"

#include "codec/query_rows.hpp"
#include "engine/progress.hpp"

namespace klik::daemon {

namespace {

using domain::Result;

/// Where a row stands among the others: its project and, of a group, its phase and theme.
using RowPlace = std::vector<std::string>;

/// Each text behind its length, because any character may stand in a name, and a name may be empty.
std::string written(const RowPlace& place) {
    std::string text;
    for (const auto& name : place) {
        text += std::to_string(name.size()) + ':' + name;
    }
    return text;
}

Result<RowPlace> place_in_after(std::string_view after) {
    RowPlace place;
    while (!after.empty()) {
        const auto colon = after.find(':');
        if (colon == std::string_view::npos) {
            return refuse_after();
        }
        const auto length = number_in_after<std::size_t>(after.substr(0, colon));
        after.remove_prefix(colon + 1);
        if (!length || *length > after.size()) {
            return refuse_after();
        }
        place.emplace_back(after.substr(0, *length));
        after.remove_prefix(*length);
    }
    return place;
}

} // namespace

Result<QueryPage> projects(const QueryBasis& basis, const codec::AskQuery& query) {
    QueryKeys keys{query, {"project", "groups"}};
    const auto wanted = keys.text("project");
    const bool with_groups = keys.flag("groups").value_or(false);
    if (keys.problem()) {
        return std::unexpected(*keys.problem());
    }
    const auto behind = place_in_after(query.after);
    if (!behind) {
        return std::unexpected(behind.error());
    }
    QueryPage page;
    const auto fits = [&](const codec::ProgressOf& of, const engine::Progress& progress) {
        const RowPlace place = of.group ? RowPlace{of.project, of.group->first, of.group->second}
                                        : RowPlace{of.project};
        return place <= *behind || page.add(codec::project_row(of, progress), written(place));
    };
    for (const auto& [name, project] : engine::progress_by_project(basis.state, basis.now.date())) {
        if (wanted && domain::lower_case(*wanted) != domain::lower_case(name)) {
            continue;
        }
        if (!fits({name, {}}, project.all)) {
            return page;
        }
        for (const auto& [group, progress] : project.groups) {
            if (with_groups && !fits({name, group}, progress)) {
                return page;
            }
        }
    }
    return page;
}

} // namespace klik::daemon
