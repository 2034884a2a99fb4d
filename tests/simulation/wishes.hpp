#pragma once

#include "domain/civil_time.hpp"
#include "simulation/defects.hpp"
#include "simulation/network.hpp"

#include <map>
#include <set>
#include <string>

namespace klik::simulation {

/// What one municipality itself wants of klikd: tasks and edges of its own, other rules, somebody
/// replaced or erased. Each wish is repeated until it is answered.
class Wishes {
  public:
    Wishes(std::size_t municipality, int tasks, Defect defect)
        : municipality_{municipality}, tasks_{tasks}, defect_{defect} {}

    /// Gives a line for the story.
    std::string wish(Network& network, Random& random, domain::UtcTime now);
    void repeat(Network& network, Random& random, bool all);
    [[nodiscard]] static bool are_answered_by(const Answer& answer) {
        return answer.id.starts_with("wish-");
    }
    /// Throws `Violation` for an answer that must not be.
    void take(const Answer& answer);

    [[nodiscard]] bool all_answered() const { return open_.empty(); }
    /// Sequences of changes that were made, by id.
    [[nodiscard]] const std::map<std::string, std::uint64_t>& acknowledged() const {
        return acknowledged_;
    }
    /// The rule sets that were ever asked for.
    [[nodiscard]] const std::set<std::string>& rules() const { return rules_; }

  private:
    [[nodiscard]] codec::ChangeLocal some_local(Random& random, domain::UtcTime now,
                                                const std::string& id, std::string& line) const;
    [[nodiscard]] codec::Administer some_administration(Random& random, std::string& line);

    std::size_t municipality_;
    int tasks_;
    Defect defect_;
    std::uint64_t ids_ = 0;
    std::map<std::string, Wish> open_; ///< not answered
    std::map<std::string, std::uint64_t> acknowledged_;
    std::set<std::string> rules_;
};

} // namespace klik::simulation
