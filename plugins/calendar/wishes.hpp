#pragma once

#include "calendar/klikd_desk.hpp"
#include "calendar/store.hpp"

namespace klik::calendar {

/// What people did in their calendars, on its way to klikd as requests, and what became of it.
class Wishes {
  public:
    Wishes(const Settings& settings, KlikdDesk& desk, const Store& store)
        : settings_{settings}, desk_{desk}, store_{store} {}

    /// Asks for each that was not asked for; sent again, one gets its first answer.
    void send();
    /// An event `dk.klik.request.outcome.v1`.
    void take_outcome(const Event& event);
    /// The task is known anew: a wish that it meets is over.
    void look_at(std::int64_t number);

  private:
    void answered(const Wish& wish, const RequestAnswer& answer);
    void refused(const Wish& wish, const std::string& reason, const Value& violations,
                 common::Time when);

    const Settings& settings_;
    KlikdDesk& desk_;
    const Store& store_;
    common::Trouble not_taken_{"C214", "C215"};
};

} // namespace klik::calendar
