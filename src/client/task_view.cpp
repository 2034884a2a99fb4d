#include "klik/task_view.hpp"

#include "client/deadline.hpp"
#include "klik/client.hpp"
#include "klik/durable_stream.hpp"

#include <charconv>
#include <utility>

namespace klik {

namespace {

constexpr std::string_view removed = "dk.klik.task.removed.v1";

/// A state event's subject is its task's number.
std::optional<std::int64_t> number_of(const Event& event) {
    std::int64_t number = 0;
    const char* const last = event.subject.data() + event.subject.size();
    const auto [end, failure] = std::from_chars(event.subject.data(), last, number);
    return failure == std::errc{} && end == last ? std::optional{number} : std::nullopt;
}

Error without_number(const Event& event) {
    return {"unreadable", "a state event about '" + event.subject + "', which is no task number"};
}

} // namespace

class TaskView::Joined {
  public:
    Joined(Snapshot snapshot, DurableStream stream)
        : epoch_{std::move(snapshot.epoch)}, stream_{std::move(stream)} {}

    [[nodiscard]] Result<void> take_rows(std::vector<Event> rows) {
        for (Event& row : rows) {
            const auto number = number_of(row);
            if (!number) {
                return std::unexpected(without_number(row));
            }
            tasks_.insert_or_assign(*number, std::move(row));
        }
        return {};
    }

    [[nodiscard]] const std::map<std::int64_t, Event>& tasks() const { return tasks_; }
    [[nodiscard]] const std::string& epoch() const { return epoch_; }

    [[nodiscard]] Result<std::optional<Event>> next(client::Milliseconds timeout) {
        const client::Deadline deadline{timeout};
        do {
            // What was returned before has been dealt with, now that the caller is back.
            if (const Sequence returned = std::exchange(returned_, 0); returned > 0) {
                stream_.acknowledge(returned);
            }
            auto event = stream_.next(deadline.left());
            if (!event) {
                return event;
            }
            if (*event) {
                const auto changed = apply(**event);
                if (!changed) {
                    return std::unexpected(changed.error());
                }
                returned_ = (*event)->sequence;
                if (*changed) {
                    return event;
                }
            }
        } while (!deadline.passed());
        return std::nullopt;
    }

  private:
    /// False for what the task's row shows already.
    [[nodiscard]] Result<bool> apply(const Event& event) {
        const auto number = number_of(event);
        if (!number) {
            return std::unexpected(without_number(event));
        }
        const auto known = tasks_.find(*number);
        if (known != tasks_.end() && event.sequence <= known->second.sequence) {
            return false;
        }
        if (event.type == removed) {
            tasks_.erase(*number);
        } else {
            tasks_.insert_or_assign(*number, event);
        }
        return true;
    }

    std::string epoch_;
    DurableStream stream_;
    std::map<std::int64_t, Event> tasks_;
    Sequence returned_ = 0; ///< not yet acknowledged
};

TaskView::TaskView(std::unique_ptr<Joined> joined) : joined_{std::move(joined)} {}
TaskView::TaskView(TaskView&&) noexcept = default;
TaskView& TaskView::operator=(TaskView&&) noexcept = default;
TaskView::~TaskView() = default;

Result<TaskView> TaskView::open(TaskViewOptions options) {
    auto client = Client::connect(
        {.control = options.control, .timeout = options.timeout, .keys = options.keys});
    if (!client) {
        return std::unexpected(std::move(client.error()));
    }
    auto snapshot = client->snapshot();
    if (!snapshot) {
        return std::unexpected(std::move(snapshot.error()));
    }
    StreamOptions wish{.control = std::move(options.control), .name = std::move(options.name)};
    wish.from = sequence_text(snapshot->sequence);
    wish.kinds = {"state"};
    wish.beat = options.beat;
    wish.timeout = options.timeout;
    wish.keys = std::move(options.keys);
    auto stream = DurableStream::open(std::move(wish));
    if (!stream) {
        return std::unexpected(std::move(stream.error()));
    }
    if (stream->epoch() != snapshot->epoch) {
        return std::unexpected(
            Error{"wrong_epoch", "klikd got another journal behind the snapshot; take a new one"});
    }
    std::vector<Event> rows = std::move(snapshot->rows);
    auto joined = std::make_unique<Joined>(*std::move(snapshot), *std::move(stream));
    if (auto taken = joined->take_rows(std::move(rows)); !taken) {
        return std::unexpected(std::move(taken.error()));
    }
    return TaskView{std::move(joined)};
}

const std::map<std::int64_t, Event>& TaskView::tasks() const {
    return joined_->tasks();
}

const std::string& TaskView::epoch() const {
    return joined_->epoch();
}

Result<std::optional<Event>> TaskView::next(std::chrono::milliseconds timeout) {
    return joined_->next(timeout);
}

} // namespace klik
