#pragma once

#include "chat/answers.hpp"
#include "chat/command_log.hpp"
#include "chat/klik_side.hpp"
#include "chat/outbox.hpp"
#include "chat/settings.hpp"
#include "common/log.hpp"

#include <chrono>

namespace klik::chat {

/// Carries out what people asked for in one municipality, and answers them.
class Clerk {
  public:
    Clerk(const Settings& settings, KlikSide& klik, const Store& store)
        : settings_{settings}, klik_{klik}, store_{store}, outbox_{store}, log_{store} {}

    /// What was heard, as far as klikd can be asked now; what has to wait is said to wait, once.
    /// The tasks are those of now, where they are known.
    void serve(bool tasks_are_known = true);
    /// A `dk.klik.request.outcome.v1`; false where the request is not ours.
    bool take_outcome(const Event& event);

  private:
    struct Reply {
        Draft draft;
        bool more_follows = false; ///< klikd will tell what became of it
    };
    /// What needs no klikd: help, and that it is too late.
    [[nodiscard]] std::optional<Reply> reply_without_klikd(const Asked& asked);
    /// None while klikd is away: it is asked again.
    [[nodiscard]] std::optional<Reply> answer_to(const Asked& asked);
    [[nodiscard]] std::optional<Reply> about_a_task(const Asked& asked);
    [[nodiscard]] std::optional<Reply> carry_out(const Asked& asked, const Value& state);
    [[nodiscard]] std::optional<Reply> send_again(const Asked& asked, const Value& state);
    [[nodiscard]] std::optional<Reply> ask_klikd(const Asked& asked, const Value& state);
    [[nodiscard]] bool is_late(const Asked& asked) const;
    /// None where klikd does not say now.
    [[nodiscard]] std::optional<bool> is_allowed(const Asked& asked, const Value& state);
    /// Likewise.
    [[nodiscard]] std::optional<RequestAnswer> klikds_answer(const Asked& asked);
    [[nodiscard]] Draft list(const Asked& asked, ListOf what);
    [[nodiscard]] const Value* state_of(std::int64_t number);
    [[nodiscard]] bool is_for(const Room* room, const Value& state) const;
    [[nodiscard]] const Room* room_of(const Asked& asked) const;
    [[nodiscard]] bool room_hears_of_it(const Asked& asked);
    void answer(const Asked& asked, Reply reply) const;
    void say(const Asked& asked, Draft draft) const;
    [[nodiscard]] Wording wording_for(const Asked& asked);
    [[nodiscard]] bool klikd_refuses(const Error& error);

    const Settings& settings_;
    KlikSide& klik_;
    const Store& store_;
    Outbox outbox_;
    CommandLog log_;
    common::Trouble not_taken_{"H214", "H215"};
    std::chrono::steady_clock::time_point try_again_{};
};

} // namespace klik::chat
