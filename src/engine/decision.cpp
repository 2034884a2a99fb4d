#include "engine/decision.hpp"

#include "engine/evolve.hpp"
#include "engine/task_view.hpp"
#include "engine/unroutable.hpp"

namespace klik::engine {

std::string key_part(const FactIdentity& fact) {
    return fact.source + '|' + fact.id;
}

bool Decision::run_passed() const {
    return at_.local >= today() + state_.rules.run_at ||
           (state_.run_passed && *state_.run_passed >= today());
}

domain::Date Decision::first_run_ahead() const {
    return run_passed() ? today() + std::chrono::days{1} : today();
}

domain::Date Decision::next_run() const {
    return state_.rules.calendar.on_or_after(first_run_ahead());
}

const std::vector<domain::Role>& Decision::roles_of(domain::NotificationKind kind,
                                                    const domain::Task& task) const {
    static const std::vector<domain::Role> none;
    const auto& recipients = rules_of(task).recipients;
    const auto found = recipients.find(kind);
    return found == recipients.end() ? none : found->second;
}

void Decision::emit(EventBody body) {
    const domain::Sequence sequence{state_.head.value + 1};
    if (events_.empty()) {
        cause_ = sequence;
    }
    const domain::Sequence previous = state_.head_of(kind_of(body));
    events_.push_back(Event{sequence, previous, cause_, at_, std::move(body)});
    evolve(state_, events_.back());
    if (const auto* notified = std::get_if<Notified>(&events_.back().body)) {
        report_unroutable(*this, domain::Notification{notified->notification});
    }
}

void Decision::publish_state(domain::TaskNumber number, std::optional<domain::SafeFinish> finish) {
    const auto found = state_.tasks.find(number);
    if (found == state_.tasks.end()) {
        return;
    }
    TaskView view = view_of(state_, found->second.task, today());
    view.latest_safe_finish = finish.value_or(found->second.view.latest_safe_finish);
    if (found->second.published.value == 0 || view != found->second.view) {
        emit(TaskStateChanged{std::move(view)});
    }
}

bool Decision::was_told(const TaskEntry& entry, const Occasion& occasion) const {
    const std::string stem = key_stem(state_.municipality, entry.task.number, occasion);
    const auto key = entry.told.lower_bound(stem);
    return key != entry.told.end() && key->starts_with(stem);
}

} // namespace klik::engine
