#pragma once

#include "codec/rule_set_toml.hpp"
#include "domain/civil_time.hpp"
#include "domain/prerequisites.hpp"
#include "domain/rule_set.hpp"
#include "domain/task.hpp"

#include <map>
#include <string>
#include <vector>

namespace klik::test {

using namespace klik::domain;

inline Date date(std::string_view iso) {
    return date_from_iso(iso).value();
}

inline const RuleSet& rules() {
    return codec::default_rules();
}

inline Task task(std::int64_t number, std::map<TaskField, FieldValue> fields = {}) {
    Task task;
    task.number = TaskNumber{number};
    for (auto& [field, value] : fields) {
        task.fields.set(field, {std::move(value), UtcTime{}});
    }
    return task;
}

inline Task due(std::string_view iso) {
    return task(1, {{TaskField::due_date, date(iso)}});
}

inline std::vector<TaskNumber> numbers(std::initializer_list<std::int64_t> values) {
    std::vector<TaskNumber> result;
    for (const auto value : values) {
        result.push_back(TaskNumber{value});
    }
    return result;
}

/// A few tasks that know each other.
class Tasks {
  public:
    Tasks(std::initializer_list<Task> tasks) {
        for (const auto& task : tasks) {
            tasks_.emplace(task.number, task);
        }
    }
    [[nodiscard]] const Task& at(std::int64_t number) const {
        return tasks_.at(TaskNumber{number});
    }
    [[nodiscard]] TaskLookup lookup() const {
        return [this](TaskNumber number) {
            const auto found = tasks_.find(number);
            return found == tasks_.end() ? nullptr : &found->second;
        };
    }

  private:
    std::map<TaskNumber, Task> tasks_;
};

} // namespace klik::test
