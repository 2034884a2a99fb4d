#pragma once

#include "portfolio/klik_side.hpp"

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace klik::portfolio::fake {

/// klikd and the platform behind it, in memory: takes requests by the rule that nothing is
/// completed that waits for another, and tells what happens as events.
class FakeKlik : public KlikSide {
  public:
    common::Time time{std::chrono::hours{475000}};
    std::map<std::int64_t, common::Task> tasks;
    std::deque<Event> events;
    std::vector<ChangeRequest> requests; ///< each once, however often it was sent
    bool away = false;

    common::Task& add(std::int64_t number, const std::string& title) {
        auto& task = tasks[number];
        task.number = number;
        task.title = title;
        task.project = "DUBU 3.0";
        task.status = "not_started";
        return task;
    }
    /// The platform tells another state of the task.
    void tell(std::int64_t number) {
        auto& task = tasks.at(number);
        ++task.revision;
        task.changed = time;
        refresh_waiting();
        Event event;
        event.kind = "state";
        event.id = "e." + std::to_string(++last_event_);
        event.data = Value::map({{"number", number}, {"project", task.project}});
        events.push_back(event);
    }
    void refresh_waiting() {
        for (auto& [number, task] : tasks) {
            task.waits_for.clear();
            for (const auto each : task.prerequisites) {
                if (tasks.contains(each) && !common::is_closed(tasks.at(each).status)) {
                    task.waits_for.push_back({each, tasks.at(each).title});
                }
            }
        }
    }
    /// The platform does what was accepted.
    void carry_out() {
        for (auto& request : std::exchange(accepted_, {})) {
            if (const auto status = request.change["status"].text(); !status.empty()) {
                tasks.at(request.number).status = status;
            }
            if (const auto* due = request.change.find("due_date")) {
                tasks.at(request.number).due = common::date_from_iso(due->text());
            }
            outcome(request.id, "fulfilled", "");
            tell(request.number);
        }
    }
    void outcome(const std::string& request, const std::string& what, const std::string& reason) {
        Event event;
        event.kind = "request";
        event.type = "dk.klik.request.outcome.v1";
        event.data = Value::map({{"request", request}, {"outcome", what}, {"reason", reason}});
        events.push_back(event);
    }

    [[nodiscard]] const std::string& municipality() const override { return code_; }
    [[nodiscard]] common::Time now() const override { return time; }
    [[nodiscard]] std::vector<std::int64_t> in_project(const std::string& project) override {
        std::vector<std::int64_t> numbers;
        for (const auto& [number, task] : tasks) {
            if (task.project == project) {
                numbers.push_back(number);
            }
        }
        return numbers;
    }
    [[nodiscard]] std::set<std::string> projects() override {
        std::set<std::string> names;
        for (const auto& [number, task] : tasks) {
            names.insert(task.project);
        }
        return names;
    }
    [[nodiscard]] Result<const common::Task*> task(std::int64_t number) override {
        const auto found = tasks.find(number);
        return found == tasks.end() ? nullptr : &found->second;
    }
    [[nodiscard]] Result<RequestAnswer> request(const ChangeRequest& request) override {
        if (away) {
            return std::unexpected(Error{"no_answer", "nobody is there"});
        }
        if (const auto found = answers_.find(request.id); found != answers_.end()) {
            return found->second;
        }
        requests.push_back(request);
        return answers_[request.id] = answer_to(request);
    }
    [[nodiscard]] std::string email_of(const std::string& person) override {
        return person == "p3" ? "karen@kommune.example" : "";
    }
    [[nodiscard]] std::optional<std::map<std::string, std::string>> emails() override {
        return std::map<std::string, std::string>{{"p3", "Karen@kommune.example"}};
    }
    [[nodiscard]] std::string name_of(const std::string& person) override {
        return person == "p3" ? "Karen Vest" : "";
    }

  private:
    RequestAnswer answer_to(const ChangeRequest& request) {
        const auto& task = tasks.at(request.number);
        RequestAnswer answer;
        if (request.base_revision != task.revision) {
            answer.reason = "stale_revision";
        } else if (request.change["status"].text() == "completed" && !task.waits_for.empty()) {
            answer.reason = "complete_blocked";
            Value::List blockers;
            for (const auto& each : task.waits_for) {
                blockers.emplace_back(each.number);
            }
            answer.violations = Value::List{
                Value::map({{"rule", "complete_blocked"}, {"blocked_by", std::move(blockers)}})};
        } else {
            answer.accepted = true;
            accepted_.push_back(request);
        }
        return answer;
    }

    std::string code_ = "9999";
    std::vector<ChangeRequest> accepted_;
    std::map<std::string, RequestAnswer> answers_;
    int last_event_ = 0;
};

} // namespace klik::portfolio::fake
