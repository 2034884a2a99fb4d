#include "portfolio/status_path.hpp"

#include <deque>

namespace klik::portfolio {

namespace {

using Way = std::vector<std::string>;

/// Breadth first over what is known: a status is reached by the way that gets there soonest.
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
            reach(next, {});
        }
    }

    /// To the goal, or to a status of the mapping that is to be explored.
    struct Found {
        Way way;
        Way to_explore;
    };
    Found found() {
        Found found;
        while (!waiting_.empty()) {
            const auto way = std::move(waiting_.front());
            waiting_.pop_front();
            const auto& status = way.back();
            if (status == goal_) {
                found.way = way;
                break;
            }
            const auto successors = map_.learned.find(status);
            if (successors == map_.learned.end()) {
                if (found.to_explore.empty() && map_.mapped.contains(status)) {
                    found.to_explore = way;
                }
                continue;
            }
            for (const auto& next : successors->second) {
                reach(next, way);
            }
        }
        return found;
    }

  private:
    void reach(const std::string& status, Way way) {
        const bool leads_on = status == goal_ || !map_.closed.contains(status);
        if (leads_on && seen_.insert(status).second) {
            way.push_back(status);
            waiting_.push_back(std::move(way));
        }
    }

    const StatusMap& map_;
    const std::string& goal_;
    std::set<std::string> seen_;
    std::deque<Way> waiting_;
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
    auto found = Search{map, item, goal, been}.found();
    const auto& way = found.way.empty() ? found.to_explore : found.way;
    return way.empty() ? std::nullopt : std::optional{way.front()};
}

std::vector<std::string> known_way(const StatusMap& map, const std::string& from,
                                   const std::string& goal) {
    Item item;
    item.fields[Field::status] = from;
    if (const auto next = map.learned.find(from); next != map.learned.end()) {
        item.next_statuses.assign(next->second.begin(), next->second.end());
    }
    return Search{map, item, goal, {}}.found().way;
}

} // namespace klik::portfolio
