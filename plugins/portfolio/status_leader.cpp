#include "portfolio/status_leader.hpp"

#include "portfolio/held_open.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace klik::portfolio {

namespace {

constexpr int most_steps = 12; // longer ways are a mistake of the workflow

bool is_in(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

std::string status_of(const Matter& matter) {
    return value_of(matter.item->fields, Field::status);
}

} // namespace

StatusMap StatusLeader::map_of(const Matter& matter, const StatusGoal& goal) const {
    return status_map(bench_.settings.mapping, goal.offer,
                      bench_.store.next_statuses(matter.bond.project));
}

void StatusLeader::learn_from(const Matter& matter) {
    const auto& project = matter.bond.project;
    auto next = matter.item->next_statuses;
    const auto edges = bench_.store.next_statuses(project);
    const auto known = edges.find(status_of(matter));
    const auto before = known == edges.end() ? std::set<std::string>{} : known->second;
    const bool is_partial = matter.item->next_is_partial || !matter.item->open_parts.empty() ||
                            !value_of(matter.item->fields, Field::prerequisites).empty();
    const bool has_more =
        std::ranges::any_of(next, [&](const std::string& each) { return !before.contains(each); });
    if (is_partial) { // others go on where this one cannot
        next.insert(next.end(), before.begin(), before.end());
    }
    bench_.store.learn(project, status_of(matter), next);
    if (has_more) {
        with_new_steps_.insert(project);
    }
}

std::set<std::string> StatusLeader::take_projects_with_new_steps() {
    return std::exchange(with_new_steps_, {});
}

Result<void> StatusLeader::lead(Matter& matter, const StatusGoal& goal) {
    if (!goal.offer.statuses.empty() && !is_in(goal.offer.statuses, goal.status)) {
        return std::unexpected(Error{
            "unknown_value", fmt::format("there is no status `{}` in the tool; `klik-portfolio "
                                         "check` says which there are",
                                         goal.status)});
    }
    const auto why = why_not(matter, goal);
    if (!why) {
        return std::unexpected(why.error());
    }
    if (!why->empty()) {
        writer_.book().refuse(matter, Field::status, goal.status, *why);
    }
    return {};
}

/// Empty: the item has the status now.
Result<std::string> StatusLeader::why_not(Matter& matter, const StatusGoal& goal) {
    if (matter.item->next_statuses.empty()) {
        if (auto read = read_whole(bench_, matter); !read) {
            return std::unexpected(read.error());
        }
    }
    const auto blockers = blockers_of(matter, goal);
    if (!blockers || !blockers->empty()) {
        return blockers;
    }
    const auto from = status_of(matter);
    auto why = walk(matter, goal, goal.status);
    if (!why || why->empty() || status_of(matter) == from) {
        return why;
    }
    const auto here = status_of(matter);
    const auto not_back = walk(matter, goal, from);
    if (!not_back) {
        return not_back;
    }
    if (!not_back->empty()) {
        *why +=
            fmt::format("; there is no way back to {} either, so that it stands in {}", from, here);
    }
    return why;
}

/// Empty: it is there. A way back is a part of the goal's way: nothing is agreed on by it.
Result<std::string> StatusLeader::walk(Matter& matter, const StatusGoal& goal,
                                       const std::string& status) {
    auto comment = status == goal.status ? goal.comment : std::string{};
    std::set<std::string> been;
    for (int step = 0; step < most_steps && !holds(*matter.item, Field::status, status); ++step) {
        if (matter.item->next_statuses.empty()) {
            if (auto read = read_whole(bench_, matter); !read) {
                return std::unexpected(read.error());
            }
        }
        learn_from(matter);
        const auto next = next_step(map_of(matter, goal), *matter.item, status, been);
        if (!next) {
            break;
        }
        been.insert(status_of(matter));
        const auto done = writer_.step(matter, goal.known, {*next, goal.status, comment});
        if (!done) {
            return std::unexpected(done.error());
        }
        if (!done->done) {
            return done->rule;
        }
        comment.clear();
    }
    if (holds(*matter.item, Field::status, status)) {
        return std::string{};
    }
    return fmt::format(
        "its workflow has no way from {} to {} for this key{}", status_of(matter), status,
        matter.item->next_is_partial ? ", or something that the key cannot see blocks it there"
                                     : "");
}

/// What the tool holds the item open for, in a sentence; empty where it does not.
Result<std::string> StatusLeader::blockers_of(const Matter& matter, const StatusGoal& goal) {
    if (const auto parts = open_parts_of(goal.offer, *matter.item, goal.status); !parts.empty()) {
        return fmt::format("it closes nothing that has an open subtask, and {} {} open there",
                           fmt::join(parts, ", "), parts.size() == 1 ? "is" : "are");
    }
    if (const auto others = open_blockers_of(goal.offer, *matter.item, goal.status);
        !others.empty()) {
        return fmt::format("it closes nothing that an open item blocks, and {} {} open there",
                           fmt::join(others, ", "), others.size() == 1 ? "is" : "are");
    }
    const auto open = held_open_by(bench_, goal.offer, *matter.item, goal.status);
    if (!open) {
        return std::unexpected(open.error());
    }
    return open->empty() ? std::string{}
                         : fmt::format("it closes nothing that waits for an open item, and {} {} "
                                       "open there",
                                       in_a_list(*open), open->size() == 1 ? "is" : "are");
}

bool StatusLeader::knows_the_way(const Matter& matter, const StatusGoal& goal) const {
    return !known_way(map_of(matter, goal), status_of(matter), goal.status).empty();
}

Result<void> StatusLeader::lead_unread(Matter& matter, const StatusGoal& goal) {
    for (const auto& next : known_way(map_of(matter, goal), status_of(matter), goal.status)) {
        const auto sent = writer_.step_unread(matter, goal.known, {next, goal.status});
        if (!sent) {
            return std::unexpected(sent.error());
        }
        if (!*sent) {
            break;
        }
    }
    return {};
}

} // namespace klik::portfolio
