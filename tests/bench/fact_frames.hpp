#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace klik::bench {

/// Facts of a platform as it publishes them, made once and then only numbered, so that who sends
/// them costs next to nothing beside what is measured.
class FactFrames {
  public:
    /// Of so many tasks in turn, each about 470 bytes, as KLIK's are.
    explicit FactFrames(std::uint32_t tasks);

    struct Fact {
        std::string_view topic;
        std::string_view payload;
    };
    /// The fact with this number, from 1: it changes its task's title and nothing that somebody is
    /// told of. Valid until the next call.
    [[nodiscard]] Fact fact(std::uint64_t number);

  private:
    struct Template {
        std::string topic;
        std::string payload;
        std::vector<std::size_t> places; ///< where the number stands in the payload
    };
    std::vector<Template> templates_;
};

} // namespace klik::bench
