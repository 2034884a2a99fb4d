#pragma once

#include "codec/control_message.hpp"
#include "codec/server_message.hpp"
#include "engine/state.hpp"
#include "journal/journal.hpp"

#include <map>
#include <string>
#include <vector>

namespace klik::daemon {

/// One line of `query health`.
struct HealthFinding {
    std::string subject;
    std::string state; ///< `ok`, `warning` or `failed`
    std::string text;
    std::map<std::string, std::uint64_t> counters;
};

/// What questions are answered from; all of it is durable.
struct QueryBasis {
    const engine::State& state;
    journal::Journal& journal;
    const std::vector<HealthFinding>& health;
};

/// `result` or `error`.
[[nodiscard]] codec::ServerMessage
answer_query(const QueryBasis& basis, const codec::AskQuery& query, const codec::Ref& ref);

} // namespace klik::daemon
