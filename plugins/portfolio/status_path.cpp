#include "portfolio/status_path.hpp"

#include <deque>

namespace klik::portfolio {

namespace {

/// Breadth first over what is known; a status is reached by the first step that gets there soonest.
class Search {
  public:
    Search(const StatusMap& map, const Item& item, const std::string& goal,
           const std::set<std::string>& been)
        : map_{map}, goal_{goal}, seen_{been} {
        const auto status = item.fields.find(Field::status);
        if (status != item.fields.end()) {
            seen_.insert(status->second);
        }
        for (const auto& next : item.next_statuses) {
            reach(next, next);
        }
    }

    std::optional<std::string> first_step() {
        std::optional<std::string> to_explore;
        while (!waiting_.empty()) {
            const auto [status, first] = waiting_.front();
            waiting_.pop_front();
            if (status == goal_) {
                return first;
            }
            const auto successors = map_.learned.find(status);
            if (successors == map_.learned.end()) {
                const bool may_be_explored = !to_explore && map_.mapped.contains(status);
                to_explore = may_be_explored ? first : to_explore;
                continue;
            }
            for (const auto& next : successors->second) {
                reach(next, first);
            }
        }
        return to_explore;
    }

  private:
    struct Reached {
        std::string status;
        std::string first;
    };

    void reach(const std::string& status, const std::string& first) {
        const bool leads_on = status == goal_ || !map_.closed.contains(status);
        if (leads_on && seen_.insert(status).second) {
            waiting_.push_back({status, first});
        }
    }

    const StatusMap& map_;
    const std::string& goal_;
    std::set<std::string> seen_;
    std::deque<Reached> waiting_;
};

} // namespace

StatusMap status_map(const Mapping& mapping, const Offer& offer, StatusEdges learned) {
    StatusMap map;
    map.learned = std::move(learned);
    map.closed = {offer.closed_statuses.begin(), offer.closed_statuses.end()};
    for (const auto& [canonical, tools] : mapping.statuses) {
        map.mapped.insert(tools);
    }
    for (const auto& [tools, canonical] : mapping.statuses_in) {
        map.mapped.insert(tools);
    }
    return map;
}

std::optional<std::string> next_step(const StatusMap& map, const Item& item,
                                     const std::string& goal, const std::set<std::string>& been) {
    return Search{map, item, goal, been}.first_step();
}

} // namespace klik::portfolio
