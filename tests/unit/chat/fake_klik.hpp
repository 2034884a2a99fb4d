#pragma once

#include "chat/klik_side.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

namespace klik::chat {

/// klikd as commands see it: tasks, roles, and the requests that it was asked.
class FakeKlik : public KlikSide {
  public:
    common::Time time = *common::time_from_rfc3339("2024-03-06T09:00:00Z");
    std::vector<Value> role_rows;
    std::vector<ChangeRequest> requests;
    std::vector<Value> delivery_rows;
    std::vector<std::string> reported; ///< `ITEM OUTCOME DETAIL`
    std::map<std::string, std::string> names;
    std::optional<Error> failure; ///< of requests, roles and reports
    bool away = false;
    RequestAnswer answer{true, 1, {}, {}};

    void put(Value state) {
        const auto number = state["number"].whole().value_or(0);
        tasks_[number] = {std::move(state), 1, time, {}};
    }
    void remove(std::int64_t number) { tasks_.erase(number); }

    [[nodiscard]] const std::string& municipality() const override { return code_; }
    [[nodiscard]] common::Time now() const override { return time; }
    [[nodiscard]] bool answers() const override { return !away; }
    [[nodiscard]] const std::map<std::int64_t, common::KnownTasks::Known>& tasks() override {
        return tasks_;
    }
    [[nodiscard]] Result<std::vector<Value>> roles() override { return or_failure(role_rows); }
    [[nodiscard]] Result<RequestAnswer> request(const ChangeRequest& request) override {
        requests.push_back(request);
        return or_failure(answer);
    }
    [[nodiscard]] Result<bool> knows_request(std::int64_t /*number*/,
                                             const std::string& id) override {
        return or_failure(
            std::ranges::any_of(requests, [&](const auto& each) { return each.id == id; }));
    }
    [[nodiscard]] Result<std::vector<Value>> deliveries(std::int64_t /*number*/,
                                                        const std::string& /*person*/) override {
        return or_failure(delivery_rows);
    }
    [[nodiscard]] Result<Sequence> report(const std::string& /*event*/, const std::string& item,
                                          const std::string& /*person*/, const std::string& outcome,
                                          const std::string& detail) override {
        if (!failure) {
            reported.push_back(item + ' ' + outcome + ' ' + detail);
        }
        return or_failure(Sequence{1});
    }
    [[nodiscard]] std::string name_of(const std::string& person) override { return names[person]; }

  private:
    template <class Answer>
    [[nodiscard]] Result<Answer> or_failure(Answer given) const {
        return failure ? Result<Answer>{std::unexpected(*failure)}
                       : Result<Answer>{std::move(given)};
    }
    std::string code_ = "9999";
    std::map<std::int64_t, common::KnownTasks::Known> tasks_;
};

} // namespace klik::chat
