#pragma once

#include "common/klikd_link.hpp"
#include "common/known_tasks.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::common {

/// One municipality's klikd, for a plugin that shows tasks elsewhere: its tasks as they are, its
/// events in order, and its answers.
class TaskDesk {
  public:
    /// The stream begins at the journal's end when it is new: what was before is in the snapshot.
    /// `begins` and `ends` are the ids of the lines about klikd being away.
    TaskDesk(LinkOptions options, std::string_view begins, std::string_view ends);

    [[nodiscard]] const std::string& municipality() const { return link_.municipality(); }
    [[nodiscard]] const Clock& clock() const { return clock_; }
    /// For who does not `listen`: lets the clock follow klikd's, where that is a virtual one.
    void ask_time() { link_.tell_time(clock_); }
    [[nodiscard]] KnownTasks& tasks() { return tasks_; }

    /// Fetches what has come, for `next` to give. Call it at least every ten seconds. The error
    /// `conflict`: another program reads this stream.
    [[nodiscard]] Result<void> listen(std::chrono::milliseconds timeout);
    /// Lets go of the stream until `listen` is called again; then a new snapshot is to be taken.
    void rest();
    [[nodiscard]] std::optional<Event> next();
    void acknowledge(const Event& event) { link_.acknowledge(event); }
    /// The stream is open, so that a snapshot taken now has no hole before its events.
    [[nodiscard]] bool listens() const { return link_.open(); }
    /// All that was told before the last snapshot has been given by `next`.
    [[nodiscard]] bool caught_up() const {
        return inbox_.empty() && link_.complete_up_to() >= tasks_.up_to();
    }
    /// klikd did not answer when it was asked last, or does not give the stream; `listen` tries.
    [[nodiscard]] bool away() const { return link_.away(); }
    /// Takes a snapshot of all tasks; false while klikd is away.
    [[nodiscard]] bool look();

    /// The task with all that is shown of it, until the next call; null where there is none. Errors
    /// mean that klikd cannot be asked now.
    [[nodiscard]] Result<const Task*> task(std::int64_t number);
    /// Nobody where klikd knows no such id. Errors: `forbidden` for a key that may not ask, others
    /// mean that klikd cannot be asked now.
    [[nodiscard]] Result<std::optional<Person>> person(const std::string& id);
    /// Errors other than klikd being away are what klikd says to such a request.
    [[nodiscard]] Result<RequestAnswer> request(const ChangeRequest& request);

    /// Any other question to klikd; errors as above.
    [[nodiscard]] Result<std::vector<Value>> query(std::string_view what, const Value& keys = {});
    /// The first page of the rows behind that sequence; errors as above.
    [[nodiscard]] Result<std::vector<Value>> query_behind(std::string_view what, const Value& keys,
                                                          Sequence sequence);
    /// As `Client::report`; errors as above.
    [[nodiscard]] Result<Sequence> report(std::string_view event, std::string_view item,
                                          std::string_view person, std::string_view outcome,
                                          std::string_view detail);

  private:
    /// The client, unless klikd was away a moment ago.
    [[nodiscard]] Result<Client*> client();
    /// Gives the error on, and leaves klikd in peace for a moment where it is away.
    [[nodiscard]] std::unexpected<Error> failed(const Error& error);
    template <class Answer>
    [[nodiscard]] Result<Answer> heard(Result<Answer> answer) {
        if (!answer) {
            return failed(answer.error());
        }
        link_.heard(nullptr);
        return answer;
    }
    void fill_in_titles(Task& task);

    KlikdLink link_;
    Clock clock_;
    KnownTasks tasks_;
    std::deque<Event> inbox_;
    Task shown_;
    std::chrono::steady_clock::time_point ask_again_{};
};

} // namespace klik::common
