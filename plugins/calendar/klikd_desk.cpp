#include "calendar/klikd_desk.hpp"

#include <fmt/core.h>

namespace klik::calendar {

namespace {

constexpr std::size_t most_events_at_once = 1000;
constexpr std::chrono::seconds between_tries{1};

common::LinkOptions link_options(const Settings& settings,
                                 const common::Municipality& municipality) {
    common::LinkOptions options;
    options.municipality = municipality;
    options.keys = settings.keys;
    options.stream = "calendar";
    options.kinds = {"state", "request", "system"};
    options.from_when_new = "end"; // what was before is in the snapshot
    return options;
}

} // namespace

KlikdDesk::KlikdDesk(const Settings& settings, const common::Municipality& municipality)
    : settings_{settings}, link_{link_options(settings, municipality), "C210", "C211"} {}

Result<void> KlikdDesk::listen(std::chrono::milliseconds timeout) {
    link_.tell_time(clock_);
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
    return {};
}

std::optional<Event> KlikdDesk::next() {
    if (inbox_.empty()) {
        return std::nullopt;
    }
    auto event = std::move(inbox_.front());
    inbox_.pop_front();
    return event;
}

bool KlikdDesk::look() {
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

void KlikdDesk::fill_in_titles(Task& task) {
    for (auto& other : task.waits_for) {
        if (const auto* known = tasks_.find(other.number)) {
            other.title = known->state["title"].text();
        }
    }
}

Result<Client*> KlikdDesk::client() {
    if (std::chrono::steady_clock::now() < ask_again_) {
        return std::unexpected(Error{"no_answer", "klikd did not answer a moment ago"});
    }
    return link_.client();
}

std::unexpected<Error> KlikdDesk::failed(const Error& error) {
    if (!link_.heard(&error)) {
        ask_again_ = std::chrono::steady_clock::now() + between_tries;
    }
    return std::unexpected(error);
}

Result<const Task*> KlikdDesk::task(std::int64_t number) {
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

Result<Reader> KlikdDesk::reader(const std::string& person) {
    if (const auto found = people_.find(person); found != people_.end()) {
        return found->second;
    }
    if (const auto asked = client(); !asked) {
        return std::unexpected(asked.error());
    }
    Reader reader{settings_.language, {}};
    const auto answer = link_.person(person);
    if (!answer && answer.error().code != "forbidden") {
        return failed(answer.error());
    }
    if (answer) {
        no_people_.is_over(fmt::format("{}: people's languages can be asked for", municipality()));
    } else {
        no_people_.lasts(fmt::format("{}: this key may not ask who people are (right `deliver`); "
                                     "all are written to in one language",
                                     municipality()));
    }
    if (answer && *answer) {
        reader.language = language_of((*answer)->language, settings_.language);
        reader.email = (*answer)->email;
    }
    return people_.emplace(person, std::move(reader)).first->second;
}

Result<RequestAnswer> KlikdDesk::request(const ChangeRequest& request) {
    const auto asked = client();
    if (!asked) {
        return std::unexpected(asked.error());
    }
    auto answer = (*asked)->request(request);
    if (!answer) {
        return failed(answer.error());
    }
    link_.heard(nullptr);
    return answer;
}

} // namespace klik::calendar
