#include "calendar/item_waits.hpp"

#include <fmt/core.h>

namespace klik::calendar {

bool ItemWaits::may_be_tried(const Item& item) const {
    const auto wait = waits_.find({item.person, item.number});
    return wait == waits_.end() || std::chrono::steady_clock::now() >= wait->second.until;
}

bool ItemWaits::has_failed(const Item& item) const {
    return waits_.contains({item.person, item.number});
}

ItemWaits::Wait& ItemWaits::longer_wait_of(const Item& item) {
    auto& wait = waits_[{item.person, item.number}];
    wait.until = std::chrono::steady_clock::now() + back_off_.after(++wait.failures);
    return wait;
}

void ItemWaits::failed_with_its_collection(const Item& item) {
    longer_wait_of(item);
}

void ItemWaits::failed(const Item& item, const Error& error) {
    longer_wait_of(item).trouble.lasts(
        fmt::format("{}, #{} in the calendar of {}", municipality_, item.number, item.person),
        "it is not as it should be, and is tried again: " + error.text);
}

void ItemWaits::settled(const Item& item) {
    const auto wait = waits_.find({item.person, item.number});
    if (wait != waits_.end()) {
        wait->second.trouble.is_over("it is as it should be");
        waits_.erase(wait);
    }
}

} // namespace klik::calendar
