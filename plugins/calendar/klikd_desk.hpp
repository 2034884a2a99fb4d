#pragma once

#include "calendar/known_tasks.hpp"
#include "calendar/settings.hpp"
#include "common/klikd_link.hpp"

#include <deque>
#include <map>
#include <optional>
#include <string>

namespace klik::calendar {

/// Somebody in whose calendar tasks are written.
struct Reader {
    Language language = Language::danish;
    std::string email; ///< empty where it is not known
};

/// One municipality's klikd: its tasks as they are, its events in order, and its answers.
class KlikdDesk {
  public:
    KlikdDesk(const Settings& settings, const common::Municipality& municipality);

    [[nodiscard]] const std::string& municipality() const { return link_.municipality(); }
    [[nodiscard]] const common::Clock& clock() const { return clock_; }
    [[nodiscard]] KnownTasks& tasks() { return tasks_; }

    /// Fetches what has come, for `next` to give. Call it at least every ten seconds. The error
    /// `conflict`: another program reads this stream.
    [[nodiscard]] Result<void> listen(std::chrono::milliseconds timeout);
    [[nodiscard]] std::optional<Event> next();
    void acknowledge(const Event& event) { link_.acknowledge(event); }
    /// The stream is open, so that a snapshot taken now has no hole before its events.
    [[nodiscard]] bool listens() const { return link_.open(); }
    /// Takes a snapshot of all tasks; false while klikd is away.
    [[nodiscard]] bool look();

    /// The task with all that is shown of it, until the next call; null where there is none. Errors
    /// mean that klikd cannot be asked now.
    [[nodiscard]] Result<const Task*> task(std::int64_t number);
    /// As it was when last asked; `forget_people` makes it be asked anew.
    [[nodiscard]] Result<Reader> reader(const std::string& person);
    void forget_people() { people_.clear(); }
    /// Errors other than klikd being away are what klikd says to such a request.
    [[nodiscard]] Result<RequestAnswer> request(const ChangeRequest& request);

  private:
    /// The client, unless klikd was away a moment ago.
    [[nodiscard]] Result<Client*> client();
    /// Gives the error on, and leaves klikd in peace for a moment where it is away.
    [[nodiscard]] std::unexpected<Error> failed(const Error& error);
    void fill_in_titles(Task& task);

    const Settings& settings_;
    common::KlikdLink link_;
    common::Clock clock_;
    common::Trouble no_people_{"C212", "C213"};
    KnownTasks tasks_;
    std::deque<Event> inbox_;
    std::map<std::string, Reader> people_;
    Task shown_;
    std::chrono::steady_clock::time_point ask_again_{};
};

} // namespace klik::calendar
