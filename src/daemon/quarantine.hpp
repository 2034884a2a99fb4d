#pragma once

#include "codec/quarantined_message.hpp"
#include "daemon/group_commit.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace klik::daemon {

/// Something for a `system` event.
struct SystemNotice {
    std::string kind;
    std::map<std::string, std::string> details;
};

/// How a municipality's quarantine is, for `query health`.
struct QuarantineHealth {
    journal::QuarantineTotals totals;
    journal::QuarantineLimits limits;
    std::uint64_t not_kept = 0; ///< since the start, because there was no room
    bool full = false;          ///< the last new message found no room
};

/// `not_found`, for a number under which no message is kept.
[[nodiscard]] domain::Problem not_in_quarantine(std::uint64_t number);

/// Keeps what a municipality's platforms sent and could not be taken, within limits, and has
/// everything about it said: what was refused, what found no room, what has expired.
///
/// A flood does not fill the journal: after 60 notices of refused messages in a row there is one a
/// minute, with the count of all since the last.
class Quarantine {
  public:
    /// The journal and the batch outlive this.
    Quarantine(domain::MunicipalityCode municipality, journal::Journal& journal, GroupCommit& batch,
               const journal::QuarantineLimits& limits)
        : municipality_{std::move(municipality)}, journal_{&journal}, batch_{&batch},
          limits_{limits} {}

    /// Keeps the message in the open batch. A journal that takes nothing keeps nothing.
    void keep(codec::QuarantinedMessage message);
    /// What has to be told of the messages since the last time; `all` also during a flood.
    [[nodiscard]] std::vector<SystemNotice> notices(bool all);
    /// Once a second: removes those whose time is over, a bounded number of them.
    [[nodiscard]] std::vector<SystemNotice> beat(domain::UtcTime now);
    /// Takes a message out. `not_found` when none is kept under that number.
    [[nodiscard]] domain::Result<void> remove(std::uint64_t number);
    /// Removes those whose bytes contain what `names_person` looks for; how many.
    [[nodiscard]] domain::Result<std::uint64_t>
    remove_all(const std::function<bool(std::string_view bytes)>& names_person);
    /// A message that is kept, whole. `not_found`.
    [[nodiscard]] domain::Result<codec::QuarantinedMessage> find(std::uint64_t number);

    [[nodiscard]] QuarantineHealth health() const;

  private:
    void find_no_room(const codec::QuarantinedMessage& message);

    domain::MunicipalityCode municipality_;
    journal::Journal* journal_;
    GroupCommit* batch_;
    journal::QuarantineLimits limits_;
    std::map<std::string, std::string> first_refused_; ///< details of the first that is not told
    std::uint64_t refused_ = 0;                        ///< that are not told
    std::uint64_t without_room_ = 0;                   ///< of those
    std::uint64_t not_kept_ = 0;                       ///< since the start
    bool full_ = false;
    bool full_to_tell_ = false;
    int notices_left_ = most_notices_in_a_row;
    int beats_since_notice_left_ = 0;

    static constexpr int most_notices_in_a_row = 60;
};

} // namespace klik::daemon
