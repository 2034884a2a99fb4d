#pragma once

#include "ctl/invocation.hpp"
#include "ctl/people.hpp"

#include <optional>
#include <string>

namespace klik::ctl {

/// What the command line asks for, as it was typed.
struct WishedChange {
    std::int64_t number = 0;
    std::string field; ///< name on the wire or heading of the page
    std::string value; ///< `-` for none
    std::string actor; ///< name or id; empty for nobody in particular
    std::string reason;
    std::string id; ///< empty: a new one
    std::optional<std::uint64_t> base_revision;
};

/// The `change` map. `usage` for a field that cannot be changed or a date that is none. A status
/// that is known goes as its canonical word, a date in either form as `YYYY-MM-DD`, a person who is
/// known as the id, else as `{name}`.
[[nodiscard]] Result<Value> change_of(const WishedChange& wish, const People& people);

/// What became of a request at once.
struct RequestOutcome {
    std::string outcome;   ///< `accepted`, `refused`, or `fulfilled` for one that changes nothing
    Sequence sequence = 0; ///< where it stands in the journal; 0 when refused
    std::string reason;    ///< a code such as `transition`; empty when accepted
    Value violations;      ///< list of {`rule`, `text`, `blocked_by`}; warnings when accepted
    bool looked_up = true; ///< false: accepted, and the key may not read what came of it
};

/// The outcome in words.
[[nodiscard]] std::string outcome_text(const ChangeRequest& request, const RequestOutcome& outcome,
                                       const Console& console);

/// `klikctl request`
void add_request_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
