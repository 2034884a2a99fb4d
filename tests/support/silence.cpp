#include "support/silence.hpp"

#include "engine/evolve.hpp"

namespace klik::test {

DayOfWorld::DayOfWorld(const World& world, std::string_view on)
    : world_{&world}, at_{on.empty() || domain::date_from_iso(on) == world.now().date()
                              ? world.now()
                              : moment(std::string(on) + " 23:59")} {
    state_.municipality = world.state().municipality;
    for (const auto& event : world.events()) {
        if (event.at.date() <= at_.date()) {
            engine::evolve(state_, event);
        }
        if (event.at.date() == at_.date()) {
            events_.push_back(event);
        }
    }
}

engine::Silence DayOfWorld::why_not(std::int64_t number, const std::string& person) const {
    return engine::why_silent({state_, at_, domain::TaskNumber{number}, domain::PersonId{person},
                               events_, [this](const auto& stem) { return told_before(stem); }});
}

std::optional<domain::Moment> DayOfWorld::told_before(const std::string& key_stem) const {
    std::optional<domain::Moment> told;
    for (const auto& event : world_->events()) {
        const auto* notified = std::get_if<engine::Notified>(&event.body);
        if (notified == nullptr || event.at.date() >= at_.date()) {
            continue;
        }
        for (const auto& item : notified->notification.items) {
            if (item.key.starts_with(key_stem)) {
                told = event.at;
            }
        }
    }
    return told;
}

engine::Silence why_not(const World& world, std::int64_t number, const std::string& person,
                        std::string_view on) {
    return DayOfWorld{world, on}.why_not(number, person);
}

std::string silence_words(const World& world, std::int64_t number, const std::string& person,
                          std::string_view on, bool instead) {
    const engine::Silence silence = why_not(world, number, person, on);
    const auto told = silence.facts.find("told");
    return std::string(canonical(silence.code)) +
           (instead ? ": " + (told == silence.facts.end() ? "nobody" : told->second) : "");
}

} // namespace klik::test
