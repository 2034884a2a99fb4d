#include "codec/transitions_check.hpp"

#include "domain/status_transitions.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace klik::codec {

namespace {

using domain::RuleSet;
using domain::Status;

constexpr std::array<Status, 4> all_statuses{Status::not_started, Status::in_progress,
                                             Status::completed, Status::not_relevant};

/// `from` among them.
std::set<Status> reached_from(Status from, const RuleSet& rules) {
    std::set<Status> reached{from};
    for (std::size_t before = 0; before != reached.size();) {
        before = reached.size();
        for (const Status to : all_statuses) {
            if (std::ranges::any_of(reached, [&](Status via) {
                    return domain::transition_allowed(via, to, rules);
                })) {
                reached.insert(to);
            }
        }
    }
    return reached;
}

std::string listed(const std::set<Status>& some) {
    std::string text;
    for (const Status status : some) {
        text += (text.empty() ? "`" : ", `") + std::string(canonical(status)) + '`';
    }
    return text;
}

std::string quoted(Status status) {
    return '`' + std::string(canonical(status)) + '`';
}

/// Those that lead to it in the table of docs/rules.md 3 could let requests through.
std::vector<KeyPath> keys_of_ways_to(Status to) {
    std::vector<KeyPath> keys;
    for (const Status from : all_statuses) {
        if (from != to && domain::transition_allowed(from, to)) {
            keys.push_back({"transitions", std::string(canonical(from))});
        }
    }
    return keys;
}

} // namespace

RuleFindings transition_findings(const RuleSet& rules) {
    RuleFindings found;
    const auto from_start = reached_from(Status::not_started, rules);
    for (const Status status : all_statuses) {
        if (!from_start.contains(status)) {
            found.push_back({keys_of_ways_to(status),
                             "`transitions`: no request brings a task to " + quoted(status) +
                                 ": from `not_started` they lead to " + listed(from_start) +
                                 " alone; add " + quoted(status) + " to a list"});
        }
        const auto reached = reached_from(status, rules);
        if (!is_closed(status) && std::ranges::none_of(reached, domain::is_closed)) {
            found.push_back({{{"transitions", std::string(canonical(status))}},
                             "`transitions`: no request closes a task that is " + quoted(status) +
                                 ": they lead to " + listed(reached) +
                                 " alone; add `completed` to the list"});
        }
    }
    return found;
}

} // namespace klik::codec
