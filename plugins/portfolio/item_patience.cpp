#include "portfolio/item_patience.hpp"

namespace klik::portfolio {

bool ItemPatience::waits(std::int64_t number, Instant now) const {
    const auto found = tasks_.find(number);
    return found != tasks_.end() && now < found->second.try_again;
}

bool ItemPatience::failed(std::int64_t number, Instant now) {
    auto& task = tasks_[number];
    if (++task.failures >= most_tries) {
        tasks_.erase(number);
        return true;
    }
    task.try_again = now + back_off_.after(task.failures);
    return false;
}

} // namespace klik::portfolio
