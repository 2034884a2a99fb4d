#pragma once

#include "bus/control_sessions.hpp"
#include "engine/state.hpp"
#include "journal/journal.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace klik::daemon {

/// How far a durable name is behind.
struct ClientLag {
    std::string name;
    /// Of the journal, from what it has acknowledged to the last that is for it; 0 when it has all.
    std::uint64_t records = 0;
    /// Age of the first event that it has not acknowledged.
    std::chrono::milliseconds oldest{};
    friend bool operator==(const ClientLag&, const ClientLag&) = default;
};

/// Looks how far the clients of a municipality are behind. A look costs a question for each name
/// that is behind and has moved since the last one.
class ClientLags {
  public:
    /// Names that one look tells of; those with an open stream first.
    static constexpr std::size_t most_names = 100;

    /// Between commits. `open` are the kinds of the streams that are open; of others they are those
    /// of the last look that found them open, or all.
    void look(journal::Journal& journal, const engine::State& state,
              const std::map<std::string, bus::KindMask>& open, domain::UtcTime now);

    [[nodiscard]] const std::vector<ClientLag>& lags() const { return lags_; }
    /// All that are known.
    [[nodiscard]] std::size_t names() const { return names_; }

  private:
    struct Known {
        bus::KindMask kinds = journal::all_published;
        domain::Sequence cursor;  ///< for which `oldest` was asked
        domain::UtcTime oldest{}; ///< of the first event behind it
        bool oldest_known = false;
    };
    [[nodiscard]] static ClientLag lag_of(const journal::NamedCursor& cursor, Known& known,
                                          journal::Journal& journal, const engine::State& state,
                                          domain::UtcTime now);

    std::map<std::string, Known> known_;
    std::vector<ClientLag> lags_;
    std::size_t names_ = 0;
};

} // namespace klik::daemon
