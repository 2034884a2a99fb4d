#pragma once

#include "calendar/store.hpp"
#include "common/clock.hpp"
#include "common/log.hpp"

#include <klik/error.hpp>

#include <chrono>
#include <map>
#include <string>
#include <utility>

namespace klik::calendar {

/// Items that cannot be written or deleted: each is left in peace for a while, which becomes twice
/// as long with each failure in a row.
class ItemWaits {
  public:
    explicit ItemWaits(std::string municipality) : municipality_{std::move(municipality)} {}

    [[nodiscard]] bool may_be_tried(const Item& item) const;
    [[nodiscard]] bool has_failed(const Item& item) const;
    /// The collection has failed with it, and the log says so of that one.
    void failed_with_its_collection(const Item& item);
    /// It alone has failed: said once.
    void failed(const Item& item, const Error& error);
    /// It is as it should be.
    void settled(const Item& item);

  private:
    struct Wait {
        int failures = 0;
        std::chrono::steady_clock::time_point until{};
        common::Trouble trouble{"C244", "C245"};
    };
    using Key = std::pair<std::string, std::int64_t>; ///< person and number
    Wait& longer_wait_of(const Item& item);

    std::string municipality_;
    common::BackOff back_off_{std::chrono::seconds{2}, std::chrono::hours{1}};
    std::map<Key, Wait> waits_;
};

} // namespace klik::calendar
