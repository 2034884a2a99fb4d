#pragma once

#include "codec/control_message.hpp"
#include "codec/server_message.hpp"
#include "daemon/health.hpp"
#include "daemon/query_page.hpp"
#include "journal/journal.hpp"

#include <functional>

namespace klik::daemon {

/// What questions are answered from; all of it is durable.
struct QueryBasis {
    const engine::State& state;
    journal::Journal& journal;
    domain::Moment now;                  ///< by the clock, which may be ahead of the journal
    std::function<HealthBasis()> health; ///< asked for by its own question alone
};

/// `result` or `error`; `why_not` is none of these questions, but of `LongQuestions`.
[[nodiscard]] codec::ServerMessage
answer_query(const QueryBasis& basis, const codec::AskQuery& query, const codec::Ref& ref);
/// `result` with a page, or `error` where it does not fit into a message.
[[nodiscard]] codec::ServerMessage answer_with(const QueryBasis& basis, std::string_view what,
                                               const QueryPage& page, const codec::Ref& ref);

} // namespace klik::daemon
