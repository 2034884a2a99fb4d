#pragma once

#include "chat/clerk.hpp"
#include "chat/klikd_side.hpp"
#include "chat/outbox.hpp"

#include <chrono>

namespace klik::chat {

/// What klikd tells of one municipality, made into lines for rooms; and what people there ask for.
class Office {
  public:
    Office(const Settings& settings, const common::Municipality& municipality, const Store& store,
           const KlikdStream& stream = {});

    /// Fetches klikd's events and keeps them for the next `work`. The error `conflict`: another
    /// program reads the stream.
    [[nodiscard]] Result<void> listen(std::chrono::milliseconds timeout) {
        return klik_.desk().listen(timeout);
    }
    /// Takes what has come; false while klikd was never heard, or has another journal by now.
    bool hear();
    /// Carries out commands, as far as that is possible now.
    void serve() { clerk_.serve(heard_); }
    /// Tells klikd what became of posts.
    void report();
    [[nodiscard]] KlikdSide& klik() { return klik_; }

  private:
    [[nodiscard]] bool hear_klikd();
    [[nodiscard]] bool look();
    /// What cannot be seen without klikd.
    void check_settings();
    [[nodiscard]] bool goes_on_from(const Place& place);
    [[nodiscard]] bool take_events();
    void take(const Event& event);
    void take_state(const Event& event);
    void take_request(const Event& event);
    /// Somebody was erased: how channels call them, and what they asked for.
    void forget(const std::string& person);
    void tell(const std::vector<Change>& changes);
    void tell_about_tasks(std::vector<Change> changes);
    /// Whoever looks after klikd is to know of a title that is meant for more than to be read.
    void look_at_title(std::int64_t number, const std::string& title) const;
    void note(std::int64_t number, const std::optional<Seen>& now, const std::string& event);
    [[nodiscard]] Wording wording_for(const Room& room);

    const Settings& settings_;
    const Store& store_;
    KlikdSide klik_;
    Outbox outbox_;
    Clerk clerk_;
    bool serves_;
    bool checked_ = false;
    bool looked_ = false;
    bool heard_ = false;
    bool leaves_traces_ = false; ///< what was deleted is still in the write-ahead log
    common::Trouble no_reports_{"H216", "H217"};
    std::chrono::steady_clock::time_point report_again_{};
};

} // namespace klik::chat
