#pragma once

#include "domain/civil_time.hpp"
#include "simulation/defects.hpp"
#include "simulation/network.hpp"

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace klik::simulation {

/// Stands in every text of a municipality's tasks and in no other's.
[[nodiscard]] std::string mark_of(std::size_t municipality);

/// A fact that was published under the platform's own count.
struct PublishedFact {
    std::string id;
    std::string epoch;
    std::uint64_t sequence = 0;
    bool whole = true; ///< false: cut short, so that nobody can take it
};

/// All that one municipality is told and asked: facts that are repeated until they are
/// acknowledged, facts that are published once and stand in the platform's stream, complete sets
/// both ways, and requests.
class Platform {
  public:
    Platform(std::size_t municipality, int tasks, Defect defect)
        : municipality_{municipality}, tasks_{tasks}, defect_{defect} {}

    /// Each gives a line for the story.
    std::string tell_something(Network& network, Random& random, domain::UtcTime now);
    std::string publish(Network& network, Random& random, domain::UtcTime now);
    std::string publish_set(Network& network, Random& random, domain::UtcTime now);
    /// One fact after the other, each when the one before it is acknowledged.
    std::string tell_set(Network& network, Random& random, domain::UtcTime now);
    /// The platform counts from 1 again, or keeps less of what it has published.
    std::string change_log(Network& network, Random& random) const;
    std::string ask(Network& network, Random& random);
    /// Sends again what was not answered.
    void repeat(Network& network, Random& random, bool all);
    /// Throws `Violation` for an answer that must not be.
    void take(const Answer& answer, Network& network);

    [[nodiscard]] bool all_answered() const { return open_.empty() && to_be_told_.empty(); }
    /// Sequences of acknowledged facts, by id.
    [[nodiscard]] const std::map<std::string, std::uint64_t>& acknowledged() const {
        return acknowledged_;
    }
    /// Requests that were accepted or refused, by id.
    [[nodiscard]] const std::map<std::string, std::string>& answered_requests() const {
        return answered_requests_;
    }
    [[nodiscard]] const std::vector<PublishedFact>& published() const { return published_; }
    /// Which tasks a set names.
    [[nodiscard]] const std::set<int>& named_by(const std::string& set) const {
        return named_.at(set);
    }

  private:
    [[nodiscard]] std::string next_id(const char* prefix) {
        return prefix + std::to_string(++ids_);
    }
    /// A fact's envelope, and what it says for the story.
    struct Envelope {
        std::string id;
        std::string bytes;
        std::string topic;
        std::string line;
    };
    enum class Way { told, published };
    /// `type` and `data` are those of docs/protocol.md 2; `data` as JSON.
    [[nodiscard]] Envelope envelope(Way way, Network& network, const std::string& type,
                                    const std::string& subject, const std::string& data,
                                    domain::UtcTime time);
    [[nodiscard]] Envelope role_envelope(Network& network, Random& random, domain::UtcTime now);
    [[nodiscard]] Envelope some_envelope(Way way, Network& network, Random& random,
                                         domain::UtcTime now);
    [[nodiscard]] std::vector<Envelope> set_envelopes(Way way, Network& network, Random& random,
                                                      domain::UtcTime now);
    void send_published(const Envelope& envelope, Network& network, bool whole);
    void tell(const Envelope& envelope, Network& network);

    std::size_t municipality_;
    int tasks_;
    Defect defect_;
    std::uint64_t ids_ = 0;
    std::uint64_t sets_ = 0;
    std::map<std::string, ToKlikd> open_; ///< not answered
    std::deque<Envelope> to_be_told_;     ///< of a set, behind the one that is not answered
    std::string told_of_set_;             ///< id of that one
    std::map<std::string, std::uint64_t> acknowledged_;
    std::map<std::string, std::string> answered_requests_;
    std::vector<PublishedFact> published_;
    std::map<std::string, std::set<int>> named_;
};

} // namespace klik::simulation
