#pragma once

#include "chat/channel.hpp"
#include "chat/command_log.hpp"
#include "chat/manners.hpp"
#include "chat/outbox.hpp"
#include "chat/seldom.hpp"
#include "chat/settings.hpp"
#include "chat/wording.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace klik::chat {

/// Hears what people say, knows who they are, and notes what they ask for.
class Reception {
  public:
    Reception(const Settings& settings, const Store& store)
        : settings_{settings}, store_{store}, outbox_{store}, log_{store} {}

    /// Of a channel. `now` goes by klikd's clock, `instant` is real.
    void hear(const std::string& channel, const Said& said, common::Time now,
              Manners::Instant instant);

    /// What was said while we were not there is no command; a room is told where it looks like one.
    void hear_of(const std::string& channel, const Missed& missed, common::Time now) const;

  private:
    struct Visit {
        const std::string& channel;
        const Said& said;
        const Room* room;         ///< null where it was said to us alone
        const Room* near;         ///< from which it was said to us alone
        std::string municipality; ///< empty where it may be any of several
        std::string person;       ///< id there; empty for somebody whom nobody knows
        bool is_known = false;    ///< in some municipality
        common::Time now;
        Manners::Instant instant;
    };
    /// Takes the municipality that somebody wrote in front of a command to us alone.
    [[nodiscard]] std::string take_municipality(const Said& said, std::string_view& text) const;
    [[nodiscard]] std::string link_in(const std::string& municipality) const;
    void find_person(Visit& visit);
    void hear(const Visit& visit, const Command& command);
    void hint(const Visit& visit, const Understood& what);
    void note_stranger(const Visit& visit);
    /// What stands behind `plugins.chat.people.` for who is not named yet.
    [[nodiscard]] std::string people_table(const Visit& visit) const;
    [[nodiscard]] Draft hint_to_known(const Visit& visit, const Understood& what,
                                      const Wording& wording) const;
    /// Where somebody's address or what concerns them alone is not to stand before all.
    enum class To : std::uint8_t { where_it_was_said, sender_alone };
    [[nodiscard]] bool may_hint(const Visit& visit);
    void answer(const Visit& visit, Draft draft, To whom = To::where_it_was_said) const;
    [[nodiscard]] Wording wording_for(const Visit& visit) const;
    [[nodiscard]] std::string municipality_of(const std::string& channel, const Room* room) const;

    const Settings& settings_;
    const Store& store_;
    Outbox outbox_;
    CommandLog log_;
    Manners manners_;
    /// By channel, and by id where somebody who was erased has one.
    std::map<std::pair<std::string, std::string>, Seldom> strangers_;
};

} // namespace klik::chat
