#pragma once

#include "engine/silence.hpp"
#include "support/world.hpp"

namespace klik::test {

/// A day of a world as it was at its end, or as far as it has come. The world outlives it.
class DayOfWorld {
  public:
    /// `2024-02-19`, or today without one.
    explicit DayOfWorld(const World& world, std::string_view on = {});

    [[nodiscard]] engine::Silence why_not(std::int64_t number, const std::string& person) const;

  private:
    [[nodiscard]] std::optional<domain::Moment> told_before(const std::string& key_stem) const;

    const World* world_;
    domain::Moment at_;
    engine::State state_;
    std::vector<engine::Event> events_;
};

/// Why the person was not told of the task on the day.
[[nodiscard]] engine::Silence why_not(const World& world, std::int64_t number,
                                      const std::string& person, std::string_view on = {});

/// The answer's code; `inhibited: bo` with who is told instead.
[[nodiscard]] std::string silence_words(const World& world, std::int64_t number,
                                        const std::string& person, std::string_view on,
                                        bool instead);

} // namespace klik::test
