#pragma once

#include "bus/client_sink.hpp"
#include "daemon/why_not_query.hpp"

#include <deque>
#include <functional>

namespace klik::daemon {

/// Questions whose answer takes much of the journal (`why_not`): one of them is in work, a part of
/// it in each round, and others wait in order.
class LongQuestions {
  public:
    /// Beside the one in work. Each keeps little, and takes its time alone.
    static constexpr std::size_t most_waiting = 8;

    struct Answer {
        bus::ClientAddress to;
        codec::ServerMessage message;
    };

    /// The answer where it is at hand, or `busy` when too many wait.
    [[nodiscard]] std::optional<codec::ServerMessage> ask(const QueryBasis& basis,
                                                          const codec::AskQuery& query,
                                                          const bus::ClientAddress& from,
                                                          const codec::Ref& ref);
    [[nodiscard]] bool empty() const { return questions_.empty(); }
    /// A part of the oldest one, and its answer when that was the last.
    [[nodiscard]] std::optional<Answer> go_on(const QueryBasis& basis);
    /// Gives up those of the clients that are meant; this is said to each.
    [[nodiscard]] std::vector<Answer>
    give_up(const std::function<bool(const bus::ClientAddress&)>& meant,
            const domain::Problem& problem);

  private:
    struct Asked {
        bus::ClientAddress from;
        codec::Ref ref;
        WhyNot question;
    };

    std::deque<Asked> questions_;
};

} // namespace klik::daemon
