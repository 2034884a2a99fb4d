#pragma once

#include "chat/command.hpp"
#include "chat/store.hpp"
#include "common/clock.hpp"

#include <optional>
#include <string>
#include <vector>

namespace klik::chat {

/// What somebody asked for, from when it was heard until its answer is said.
struct Asked {
    /// `heard`: nothing was done yet. `sent`: klikd may know the wish, and gives its first answer
    /// when it is asked again. `accepted`: klikd will tell what became of it.
    enum class State : std::uint8_t { heard, sent, accepted, over };
    std::int64_t id = 0;
    std::string channel{};
    std::string said{}; ///< id of what was said
    std::string municipality{};
    std::string place{};  ///< the channel's word for the room; empty where it was said to us alone
    std::string near{};   ///< likewise the room from which it was said to us alone
    std::string person{}; ///< id in KLIK
    Command command{};
    std::uint64_t base_revision = 0; ///< of the task when it was sent
    State state = State::heard;
    common::Time at{};
};

/// Each command once, however often a channel repeats it and whenever the program was killed.
class CommandLog {
  public:
    explicit CommandLog(const Store& store) : database_{store.database()}, name_{store.name()} {}

    /// False where it was heard before.
    [[nodiscard]] bool hear(const Asked& asked) const;
    /// It was heard, and nothing is to come of it.
    [[nodiscard]] bool hear_in_vain(const std::string& channel, const std::string& said,
                                    common::Time now) const;
    /// Whether the id of anything that was heard begins with this word.
    [[nodiscard]] bool has_heard(const std::string& channel, const std::string& word) const;
    /// Those that are to be carried out, oldest first.
    [[nodiscard]] std::vector<Asked> open(const std::string& municipality) const;
    void set_state(const Asked& asked, Asked::State state) const;
    /// That it waits for klikd is to be said now; true once for each.
    [[nodiscard]] bool tell_to_wait(const Asked& asked) const;
    void send(const Asked& asked, std::uint64_t base_revision) const;

    [[nodiscard]] std::string request_id(const Asked& asked) const;
    /// None for a request of somebody else.
    [[nodiscard]] std::optional<Asked> behind(std::string_view request_id) const;

    void forget_before(common::Time time) const;
    /// What somebody asked for, or what was said from an address; and what answers it.
    void forget_person(const std::string& municipality, const std::string& person) const;
    void forget_address(const std::string& channel, const std::string& address) const;

  private:
    void drop_what_belongs_to_none() const;

    const common::Database& database_;
    std::string name_;
};

} // namespace klik::chat
