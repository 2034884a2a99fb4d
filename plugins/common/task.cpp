#include "common/task.hpp"

#include <algorithm>

namespace klik::common {

namespace {

constexpr std::string_view midnight = "T00:00:00Z";

std::vector<Reminder> reminders_in(const Value& row) {
    std::vector<Reminder> reminders;
    const auto run_at = time_of_day(row["run_at"].text());
    for (const auto& each : row["reminders"].list()) {
        const auto date = date_from_iso(each["on"].text());
        if (date && run_at) {
            reminders.push_back({*date, *run_at});
        }
    }
    return reminders;
}

} // namespace

std::vector<std::int64_t> numbers_in(const Value& list) {
    std::vector<std::int64_t> numbers;
    for (const auto& each : list.list()) {
        if (const auto number = each.whole()) {
            numbers.push_back(*number);
        }
    }
    return numbers;
}

std::optional<std::chrono::minutes> time_of_day(std::string_view text) {
    const auto time = time_from_rfc3339("1970-01-01T" + std::string{text} + ":00Z");
    if (!time) {
        return std::nullopt;
    }
    return std::chrono::duration_cast<std::chrono::minutes>(time->time_since_epoch());
}

std::optional<Date> date_from_iso(std::string_view text) {
    const auto time = time_from_rfc3339(std::string{text} + std::string{midnight});
    if (!time) {
        return std::nullopt;
    }
    return Date{std::chrono::floor<std::chrono::days>(*time)};
}

Task task_of(const Value& row) {
    Task task;
    task.municipality = row["municipality"].text();
    task.number = row["number"].whole().value_or(0);
    task.title = row["title"].text();
    task.project = row["project"].text();
    task.phase = row["phase"].text();
    task.theme = row["theme"].text();
    task.priority = row["priority"].text();
    task.goal = row["goal"].text();
    task.description = row["description"].text();
    task.assignee = row["assignee"].text();
    task.responsible = row["responsible"].text();
    task.status = row["status"].text();
    task.colour = row["colour"].text();
    task.start = date_from_iso(row["start_date"].text());
    task.due = date_from_iso(row["due_date"].text());
    for (const auto number : numbers_in(row["blocked_by"])) {
        task.waits_for.push_back({number, {}});
    }
    task.prerequisites = numbers_in(row["prerequisites"]);
    std::ranges::copy(numbers_in(row["local_prerequisites"]),
                      std::back_inserter(task.prerequisites));
    task.reminders = reminders_in(row);
    task.revision = row["revision"].count().value_or(0);
    task.status_since = time_from_rfc3339(row.at("as_of.status").text());
    for (const auto* field : {"priority", "start_date", "due_date", "assignee"}) {
        if (const auto time = time_from_rfc3339(row["as_of"][field].text())) {
            task.told.emplace(field, *time);
        }
    }
    return task;
}

bool is_closed(std::string_view status) {
    return status == "completed" || status == "not_relevant";
}

std::string keeper_of(const Value& state) {
    const auto assignee = state["assignee"].text();
    return std::string{assignee.empty() ? state["responsible"].text() : assignee};
}

} // namespace klik::common
