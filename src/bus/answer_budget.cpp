#include "bus/answer_budget.hpp"

#include <algorithm>

namespace klik::bus {

bool AnswerBudget::allows(const std::string& routing_id, Instant now) {
    const auto found = debts_.find(routing_id);
    return found == debts_.end() || left_of(found->second, now) < static_cast<double>(burst_bytes);
}

void AnswerBudget::spend(const std::string& routing_id, std::size_t bytes, Instant now) {
    Debt& debt = debts_.try_emplace(routing_id, Debt{0, now}).first->second;
    debt = {left_of(debt, now) + static_cast<double>(bytes), now};
}

void AnswerBudget::forget_idle(Instant now) {
    std::erase_if(debts_, [&](const auto& entry) { return left_of(entry.second, now) == 0; });
}

double AnswerBudget::left_of(const Debt& debt, Instant now) {
    const std::chrono::duration<double> since = now - debt.at;
    return std::max(0.0, debt.bytes - since.count() * static_cast<double>(bytes_per_second));
}

} // namespace klik::bus
