#pragma once

#include "daemon/queries.hpp"
#include "engine/silence.hpp"
#include "replay/past_state.hpp"
#include "replay/time_zone.hpp"

namespace klik::daemon {

/// `query why_not`: why a person was not told of a task on a day. Of a day that is over the journal
/// is read from its beginning, bit by bit, so that the loop goes on meanwhile.
class WhyNot {
  public:
    static constexpr std::string_view name = "why_not";

    /// What is wrong with the question is `malformed`. `basis.journal` outlives it.
    [[nodiscard]] static domain::Result<WhyNot> ask(const QueryBasis& basis,
                                                    const codec::AskQuery& query);

    /// Whether it begins with the first record.
    [[nodiscard]] bool is_of_past(const QueryBasis& basis) const;
    /// Reads a bounded number of records; the page once the answer is known.
    [[nodiscard]] domain::Result<std::optional<QueryPage>> go_on(const QueryBasis& basis);

  private:
    /// From its first moment on, and before `end`.
    struct Day {
        domain::Date date;
        domain::UtcTime begin;
        domain::UtcTime end;
    };

    WhyNot(domain::TaskNumber number, domain::PersonId person, Day day,
           const replay::TimeZone& zone)
        : number_{number}, person_{std::move(person)}, day_{day}, zone_{zone} {}

    // Each of them is true when it has nothing left to read.
    [[nodiscard]] domain::Result<bool> read_past(const QueryBasis& basis);
    [[nodiscard]] domain::Result<bool> read_day(const QueryBasis& basis);
    [[nodiscard]] domain::Result<bool> find_told_before(const QueryBasis& basis);
    void decide(const QueryBasis& basis);

    domain::TaskNumber number_;
    domain::PersonId person_;
    Day day_;
    replay::TimeZone zone_;
    std::optional<replay::PastState> past_; ///< of a day that is over
    std::optional<domain::Sequence> read_;  ///< of the day's records, once its begin is found
    std::vector<engine::Event> of_the_day_;
    std::optional<engine::Silence> silence_;
    std::string key_stem_; ///< of an item that may have been told before the day
    domain::Sequence searched_;
    std::optional<domain::Moment> told_before_;
};

} // namespace klik::daemon
