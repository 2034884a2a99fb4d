#include "portfolio/redmine_links.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

namespace klik::portfolio {

Result<void> RedmineLinks::relate(const Item& after, const std::string& befores) {
    const auto* kind = settings_.relation == RedmineRelation::blocks ? "blocked" : "follows";
    const auto made =
        server_.send("POST", fmt::format("/issues/{}/relations.json", after.id),
                     {{"relation", {{"issue_to_id", befores}, {"relation_type", kind}}}});
    if (made) {
        return {};
    }
    return std::unexpected(
        may_be_of_one(made.error()) ? made.error() : names_.reason_of(after.project, made.error()));
}

Result<std::vector<IssueRelation>> RedmineLinks::relations(const Item& after) {
    const auto answer =
        server_.get(fmt::format("/issues/{}/relations.json", after.id), "relations");
    if (!answer) {
        return std::unexpected(answer.error());
    }
    return relations_of({.relation = settings_.relation}, *answer);
}

Result<void> RedmineLinks::link(const Item& before, const Item& after) {
    auto made = relate(after, before.id);
    if (made || !may_be_of_one(made.error())) {
        return made;
    }
    const auto there = relations(after);
    if (!there) {
        return std::unexpected(there.error());
    }
    for (const auto& each : *there) {
        const bool is_this = each.before == before.id && each.after == after.id;
        if (is_this && each.counts) {
            return {};
        }
        if (is_this || (each.before == after.id && each.after == before.id)) {
            return std::unexpected(Error{
                "refused", fmt::format("issue #{0} {1} #{2} already, and Redmine has one relation "
                                       "for two issues; remove that one there",
                                       each.before, each.kind, each.after)});
        }
    }
    return made;
}

Result<void> RedmineLinks::link_at_once(const std::vector<Item>& befores, const Item& after) {
    std::vector<std::string> ids;
    std::ranges::transform(befores, std::back_inserter(ids), &Item::id);
    return relate(after, fmt::format("{}", fmt::join(ids, ",")));
}

Result<void> RedmineLinks::unlink(const Item& before, const Item& after) {
    const auto there = relations(after);
    if (!there) {
        return std::unexpected(there.error());
    }
    for (const auto& each : *there) {
        if (each.counts && each.before == before.id && each.after == after.id) {
            const auto done = server_.send("DELETE", fmt::format("/relations/{}.json", each.id));
            if (!done && done.error().code != "gone") {
                return std::unexpected(names_.reason_of(after.project, done.error()));
            }
        }
    }
    return {};
}

} // namespace klik::portfolio
