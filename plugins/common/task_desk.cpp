#include "common/task_desk.hpp"

namespace klik::common {

namespace {

constexpr std::size_t most_events_at_once = 1000;
constexpr std::chrono::seconds between_questions{1};

LinkOptions from_the_end(LinkOptions options) {
    options.from_when_new = "end";
    return options;
}

} // namespace

TaskDesk::TaskDesk(LinkOptions options, std::string_view begins, std::string_view ends)
    : link_{from_the_end(std::move(options)), begins, ends} {}

Result<void> TaskDesk::listen(std::chrono::milliseconds timeout) {
    const bool was_away = link_.away();
    if (!was_away) { // else one question that nobody answers is enough
        link_.tell_time(clock_);
    }
    while (inbox_.size() < most_events_at_once) {
        auto event = link_.next(inbox_.empty() ? timeout : std::chrono::milliseconds{0});
        if (!event) {
            return std::unexpected(event.error());
        }
        if (!*event) {
            break;
        }
        inbox_.push_back(**std::move(event));
    }
    if (was_away && !link_.away()) {
        link_.tell_time(clock_);
    }
    if (link_.take_another_journal()) {
        inbox_.clear();
        tasks_.outdated();
    }
    return {};
}

void TaskDesk::rest() {
    link_.rest();
    inbox_.clear(); // what was not acknowledged comes again
}

std::optional<Event> TaskDesk::next() {
    if (inbox_.empty()) {
        return std::nullopt;
    }
    auto event = std::move(inbox_.front());
    inbox_.pop_front();
    return event;
}

bool TaskDesk::look() {
    const auto asked = client();
    if (!asked) {
        return false;
    }
    const auto snapshot = (*asked)->snapshot();
    if (!snapshot) {
        static_cast<void>(failed(snapshot.error()));
        return false;
    }
    link_.heard(nullptr);
    tasks_.replace(*snapshot);
    return true;
}

void TaskDesk::fill_in_titles(Task& task) {
    for (auto& other : task.waits_for) {
        if (const auto* known = tasks_.find(other.number)) {
            other.title = known->state["title"].text();
        }
    }
}

Result<Client*> TaskDesk::client() {
    if (std::chrono::steady_clock::now() < ask_again_) {
        return std::unexpected(Error{"no_answer", "klikd did not answer a moment ago"});
    }
    return link_.client();
}

std::unexpected<Error> TaskDesk::failed(const Error& error) {
    if (!link_.heard(&error)) {
        ask_again_ = std::chrono::steady_clock::now() + between_questions;
    }
    return std::unexpected(error);
}

Result<const Task*> TaskDesk::task(std::int64_t number) {
    auto* known = tasks_.find(number);
    if (known == nullptr) {
        return nullptr;
    }
    if (!known->whole) {
        const auto asked = client();
        if (!asked) {
            return std::unexpected(asked.error());
        }
        const auto rows = (*asked)->query("task", Value::map({{"number", number}}));
        if (!rows && rows.error().code == "not_found") {
            return nullptr; // the event that says so is on its way
        }
        if (!rows || rows->empty()) {
            return failed(rows ? Error{"unreadable", "klikd has no answer"} : rows.error());
        }
        tasks_.complete(*known, rows->front());
    }
    shown_ = *known->whole;
    fill_in_titles(shown_);
    return &shown_;
}

Result<std::optional<Person>> TaskDesk::person(const std::string& id) {
    if (const auto asked = client(); !asked) {
        return std::unexpected(asked.error());
    }
    auto answer = link_.person(id);
    if (!answer && answer.error().code != "forbidden") {
        return failed(answer.error());
    }
    return answer;
}

Result<RequestAnswer> TaskDesk::request(const ChangeRequest& request) {
    const auto asked = client();
    if (!asked) {
        return std::unexpected(asked.error());
    }
    return heard((*asked)->request(request));
}

Result<std::vector<Value>> TaskDesk::query(std::string_view what, const Value& keys) {
    const auto asked = client();
    if (!asked) {
        return std::unexpected(asked.error());
    }
    return heard((*asked)->query(what, keys));
}

Result<std::vector<Value>> TaskDesk::query_behind(std::string_view what, const Value& keys,
                                                  Sequence sequence) {
    const auto asked = client();
    if (!asked) {
        return std::unexpected(asked.error());
    }
    auto page = heard((*asked)->query_page(what, keys, sequence_text(sequence)));
    return page ? Result<std::vector<Value>>{std::move(page->rows)} : std::unexpected(page.error());
}

Result<Sequence> TaskDesk::report(std::string_view event, std::string_view item,
                                  std::string_view person, std::string_view outcome,
                                  std::string_view detail) {
    const auto asked = client();
    if (!asked) {
        return std::unexpected(asked.error());
    }
    return heard((*asked)->report(event, item, person, outcome, detail));
}

} // namespace klik::common
