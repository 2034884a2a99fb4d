#pragma once

#include "domain/civil_time.hpp"
#include "simulation/network.hpp"

#include <map>
#include <string>
#include <vector>

namespace klik::simulation {

/// Stands in every text of a municipality's tasks and in no other's.
[[nodiscard]] std::string mark_of(std::size_t municipality);

/// All that one municipality is told and asked: facts that are repeated until they are
/// acknowledged, facts that are published once, and requests.
class Platform {
  public:
    Platform(std::size_t municipality, int tasks) : municipality_{municipality}, tasks_{tasks} {}

    /// Each gives a line for the story.
    std::string tell_something(Network& network, Random& random, domain::UtcTime now);
    std::string publish(Network& network, Random& random, domain::UtcTime now);
    std::string ask(Network& network, Random& random);
    /// Sends again what was not answered.
    void repeat(Network& network, Random& random, bool all);
    /// Throws `Violation` for an answer that must not be.
    void take(const Answer& answer);

    [[nodiscard]] bool all_answered() const { return open_.empty(); }
    /// Sequences of acknowledged facts, by id.
    [[nodiscard]] const std::map<std::string, std::uint64_t>& acknowledged() const {
        return acknowledged_;
    }
    /// Requests that were accepted or refused, by id.
    [[nodiscard]] const std::map<std::string, std::string>& answered_requests() const {
        return answered_requests_;
    }

  private:
    [[nodiscard]] std::string next_id(const char* prefix) {
        return prefix + std::to_string(++ids_);
    }
    /// A task's envelope, and what it says for the story.
    struct Envelope {
        std::string id;
        std::string bytes;
        std::string topic;
        std::string line;
    };
    [[nodiscard]] Envelope role_envelope(Random& random, domain::UtcTime now);
    [[nodiscard]] Envelope some_envelope(Random& random, domain::UtcTime now, const char* prefix);

    std::size_t municipality_;
    int tasks_;
    std::uint64_t ids_ = 0;
    std::uint64_t published_ = 0;
    std::map<std::string, ToKlikd> open_; ///< not answered
    std::map<std::string, std::uint64_t> acknowledged_;
    std::map<std::string, std::string> answered_requests_;
};

} // namespace klik::simulation
