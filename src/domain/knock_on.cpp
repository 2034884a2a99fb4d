#include "domain/knock_on.hpp"

#include <algorithm>
#include <deque>
#include <ranges>
#include <unordered_map>
#include <unordered_set>

namespace klik::domain {

namespace {

constexpr Date earliest{std::chrono::year{1900} / std::chrono::January / 1};

/// The tasks that can be reached through prerequisites, and which of them wait for each other
/// (Tarjan's strongly connected components, without recursion: chains may be long).
class Upstream {
  public:
    Upstream(const TaskLookup& tasks, const FlatSet<TaskNumber>& from) : tasks_(tasks) {
        for (const TaskNumber number : from) {
            if (!nodes_.contains(number)) {
                search(number);
            }
        }
        std::ranges::reverse(order_);
    }

    /// Each task before those that it waits for, cycles aside.
    [[nodiscard]] const std::vector<TaskNumber>& in_order() const { return order_; }

    /// Whether they wait for each other. `reached` is one of those that were reached: whatever
    /// waits for it in a circle was reached as well.
    [[nodiscard]] bool on_one_cycle(TaskNumber other, TaskNumber reached) const {
        const auto found = nodes_.find(other);
        return found != nodes_.end() && found->second.component == nodes_.at(reached).component;
    }

  private:
    struct Node {
        std::size_t index = 0;
        std::size_t lowest = 0; ///< index of the earliest task known to be on a cycle with it
        std::optional<std::size_t> component;
    };
    struct Visit {
        TaskNumber number;
        std::vector<TaskNumber> ahead;
        std::size_t next = 0;
    };

    void enter(TaskNumber number, std::vector<Visit>& path) {
        const Task* task = tasks_(number);
        if (!task) {
            return;
        }
        nodes_.emplace(number, Node{nodes_.size(), nodes_.size(), {}});
        open_.push_back(number);
        path.push_back({number, task->prerequisites()});
    }

    void search(TaskNumber start) {
        std::vector<Visit> path;
        enter(start, path);
        while (!path.empty()) {
            Visit& visit = path.back();
            if (visit.next < visit.ahead.size()) {
                const TaskNumber next = visit.ahead[visit.next++];
                const auto known = nodes_.find(next);
                if (known == nodes_.end()) {
                    enter(next, path);
                } else if (!known->second.component) {
                    reach_back(visit.number, known->second.index);
                }
                continue;
            }
            const TaskNumber done = visit.number;
            path.pop_back();
            close(done);
            if (!path.empty()) {
                reach_back(path.back().number, nodes_.at(done).lowest);
            }
        }
    }

    void reach_back(TaskNumber number, std::size_t index) {
        Node& node = nodes_.at(number);
        node.lowest = std::min(node.lowest, index);
    }

    /// All that can be reached from the task was visited.
    void close(TaskNumber number) {
        const Node& node = nodes_.at(number);
        if (node.lowest != node.index) {
            return;
        }
        TaskNumber member{};
        do {
            member = open_.back();
            open_.pop_back();
            nodes_.at(member).component = node.index;
            order_.push_back(member);
        } while (member != number);
    }

    const TaskLookup& tasks_;
    std::unordered_map<TaskNumber, Node> nodes_;
    std::vector<TaskNumber> open_; ///< visited, and not yet known to which component they belong
    std::vector<TaskNumber> order_;
};

/// Dates less the task's effort; many tasks share theirs.
class LatestStart {
  public:
    explicit LatestStart(Effort effort) : effort_(std::move(effort)) {}

    Date operator()(const Task& task, Date finish) {
        const int working_days = effort_.working_days(task);
        const auto [found, is_new] = known_.try_emplace({finish, working_days});
        if (is_new) {
            found->second =
                std::max(earliest, effort_.calendar.plus_working_days(finish, -working_days));
        }
        return found->second;
    }

  private:
    Effort effort_;
    std::map<std::pair<Date, int>, Date> known_;
};

/// The latest safe finishes that are other than before, as far as they were worked out.
class Finishes {
  public:
    Finishes(const KnockOnGraph& graph, Effort effort)
        : graph_(graph), latest_start_(std::move(effort)) {}

    /// Works out that of the task. True when its date moved, which may move what it waits for.
    /// `on_one_cycle(waiting)` tells whether the two wait for each other.
    template <class OnOneCycle>
    bool work_out(TaskNumber number, OnOneCycle on_one_cycle) {
        const SafeFinish before = graph_.before(number);
        const SafeFinish now = finish_of(number, on_one_cycle);
        const auto known = moved_.find(number);
        const auto date = known == moved_.end() ? before.date : known->second.date;
        if (now == before) {
            moved_.erase(number);
        } else {
            moved_.insert_or_assign(number, now);
        }
        return now.date != date;
    }
    [[nodiscard]] std::map<TaskNumber, SafeFinish> take() { return std::move(moved_); }

  private:
    template <class OnOneCycle>
    SafeFinish finish_of(TaskNumber number, OnOneCycle on_one_cycle) {
        SafeFinish finish;
        const Task& task = *graph_.tasks(number);
        if (!task.open()) {
            return finish;
        }
        finish.date = task.due_date();
        for (const TaskNumber waiting : graph_.waiting(number)) {
            const Task* dependant = graph_.tasks(waiting);
            if (!dependant || !dependant->open() || on_one_cycle(waiting)) {
                continue;
            }
            const auto known = moved_.find(waiting);
            const auto theirs =
                known == moved_.end() ? graph_.before(waiting).date : known->second.date;
            if (!theirs) {
                continue;
            }
            const Date by = latest_start_(*dependant, *theirs);
            if (!finish.date || by < *finish.date) {
                finish = {by, waiting};
            }
        }
        return finish;
    }

    const KnockOnGraph& graph_;
    LatestStart latest_start_;
    std::map<TaskNumber, SafeFinish> moved_;
};

/// In the order in which they depend on each other, so that each is worked out once; for which all
/// that the changed ones wait for has to be looked at.
std::map<TaskNumber, SafeFinish> worked_out_in_order(const KnockOnGraph& graph, Effort effort,
                                                     const FlatSet<TaskNumber>& changed) {
    const Upstream upstream(graph.tasks, changed);
    Finishes finishes(graph, std::move(effort));
    std::unordered_set<TaskNumber> touched(changed.begin(), changed.end());
    for (const TaskNumber number : upstream.in_order()) {
        const auto on_one_cycle = [&](TaskNumber waiting) {
            return upstream.on_one_cycle(waiting, number);
        };
        if (touched.contains(number) && finishes.work_out(number, on_one_cycle)) {
            const auto& ahead = graph.tasks(number)->prerequisites();
            touched.insert(ahead.begin(), ahead.end());
        }
    }
    return finishes.take();
}

/// As the changes spread, which touches those alone that they reach; some more than once. Nothing
/// where one of them lies on a cycle, or where they were touched that often that an order is
/// cheaper.
std::optional<std::map<TaskNumber, SafeFinish>>
worked_out_as_it_spreads(const KnockOnGraph& graph, Effort effort,
                         const FlatSet<TaskNumber>& changed) {
    constexpr std::size_t most_touches_of_a_task = 4;
    Finishes finishes(graph, std::move(effort));
    std::deque<TaskNumber> waiting(changed.begin(), changed.end());
    std::unordered_map<TaskNumber, std::size_t> touches;
    while (!waiting.empty()) {
        const TaskNumber number = waiting.front();
        waiting.pop_front();
        const Task* task = graph.tasks(number);
        if (!task) {
            continue;
        }
        if (graph.on_cycle(number) || ++touches[number] > most_touches_of_a_task) {
            return std::nullopt;
        }
        if (finishes.work_out(number, [](TaskNumber /*waiting*/) { return false; })) {
            const auto& ahead = task->prerequisites();
            waiting.insert(waiting.end(), ahead.begin(), ahead.end());
        }
    }
    return finishes.take();
}

} // namespace

std::map<TaskNumber, SafeFinish> moved_safe_finishes(const KnockOnGraph& graph,
                                                     const Effort& effort,
                                                     const FlatSet<TaskNumber>& changed) {
    constexpr std::size_t few = 100;
    if (changed.size() <= few) {
        if (auto moved = worked_out_as_it_spreads(graph, effort, changed)) {
            return *std::move(moved);
        }
    }
    return worked_out_in_order(graph, effort, changed);
}

} // namespace klik::domain
