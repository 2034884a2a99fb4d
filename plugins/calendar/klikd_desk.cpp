#include "calendar/klikd_desk.hpp"

#include <fmt/core.h>

namespace klik::calendar {

namespace {

constexpr std::size_t most_events_at_once = 1000;

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
    const auto client = link_.client();
    if (!client) {
        return false;
    }
    const auto snapshot = (*client)->snapshot();
    link_.heard(snapshot ? nullptr : &snapshot.error());
    if (!snapshot) {
        return false;
    }
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

Result<const Task*> KlikdDesk::task(std::int64_t number) {
    auto* known = tasks_.find(number);
    if (known == nullptr) {
        return nullptr;
    }
    if (!known->whole) {
        const auto client = link_.client();
        if (!client) {
            return std::unexpected(client.error());
        }
        const auto rows = (*client)->query("task", Value::map({{"number", number}}));
        if (!rows && rows.error().code == "not_found") {
            return nullptr; // the event that says so is on its way
        }
        if (!rows || rows->empty()) {
            const Error nothing{"unreadable", "klikd has no answer"};
            link_.heard(rows ? &nothing : &rows.error());
            return std::unexpected(rows ? nothing : rows.error());
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
    Reader reader{settings_.language, {}};
    const auto answer = link_.person(person);
    if (!answer && answer.error().code != "forbidden") {
        link_.heard(&answer.error());
        return std::unexpected(answer.error());
    }
    if (answer) {
        no_people_.is_over(fmt::format("{}: people's languages can be asked for", municipality()));
    } else {
        no_people_.lasts(
            fmt::format("{}: this key may not ask who people are (right `deliver`); all "
                        "are written to in one language",
                        municipality()));
    }
    if (answer && *answer) {
        reader.language = language_of((*answer)->language, settings_.language);
        reader.email = (*answer)->email;
    }
    return people_.emplace(person, std::move(reader)).first->second;
}

Result<RequestAnswer> KlikdDesk::request(const ChangeRequest& request) {
    const auto client = link_.client();
    if (!client) {
        return std::unexpected(client.error());
    }
    auto answer = (*client)->request(request);
    link_.heard(answer ? nullptr : &answer.error());
    return answer;
}

} // namespace klik::calendar
