#include "common/klikd_link.hpp"

#include "common/stop_signal.hpp"

#include <fmt/core.h>

#include <thread>

namespace klik::common {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds between_tries{1};
constexpr std::chrono::seconds between_looks_at_a_real_clock{10};
constexpr std::chrono::seconds patience{5};

/// A refusal by this klikd, and not silence: it will be the same the next moment.
bool is_answer(const Error& error) {
    return error.code != "no_answer" && error.code != "unusable" && error.code != "unreadable" &&
           error.code != "busy" && error.code != "timeout";
}

} // namespace

KlikdLink::KlikdLink(LinkOptions options, std::string_view begins, std::string_view ends)
    : options_{std::move(options)}, away_{begins, ends}, refused_{begins, ends} {}

bool KlikdLink::heard(const Error* error) {
    if (error == nullptr || is_answer(*error)) {
        away_.is_over("klikd answers again");
        return true;
    }
    away_.lasts(municipality(),
                fmt::format("klikd does not answer at {}: {}; everything waits until it does ({})",
                            options_.municipality.control,
                            options_.keys
                                ? "is it running, is the key authorised (where it is not, klikd's "
                                  "log has K165), and is `server_key` klikd's own?"
                                : "is it running, and does it let in whoever has no key?",
                            error->code));
    return false;
}

bool KlikdLink::reopen() {
    if (steady_clock::now() < try_again_ || asked_to_stop()) {
        return false; // who is to end does not wait for one klikd after the other
    }
    try_again_ = steady_clock::now() + between_tries;
    StreamOptions options;
    options.control = options_.municipality.control;
    options.name = options_.stream;
    options.from = options_.from;
    options.from_when_new = options_.from_when_new;
    options.kinds = options_.kinds;
    options.timeout = patience;
    options.keys = options_.keys;
    auto opened = DurableStream::open(std::move(options));
    if (opened) {
        heard(nullptr);
        refused_.is_over("klikd gives it again");
        stream_.emplace(*std::move(opened));
        return true;
    }
    if (is_answer(opened.error())) {
        refused_.lasts(fmt::format("{}, stream `{}`", municipality(), options_.stream),
                       "klikd does not give it: " + opened.error().text);
    } else {
        heard(&opened.error());
    }
    return false;
}

Result<std::optional<Event>> KlikdLink::next(std::chrono::milliseconds timeout) {
    if (taken_over_) {
        return std::unexpected(*taken_over_);
    }
    if (!stream_ && !reopen()) {
        std::this_thread::sleep_for(timeout);
        return std::nullopt;
    }
    auto event = stream_->next(timeout);
    if (event) {
        return event;
    }
    stream_.reset();
    if (event.error().code == "conflict") {
        taken_over_ = event.error();
        return std::unexpected(*taken_over_);
    }
    if (event.error().code == "wrong_epoch" || event.error().code == "gone") {
        // Another journal: all that it tells is news.
        options_.from_when_new = "begin";
        another_journal_ = true;
    }
    heard(&event.error());
    return std::nullopt;
}

void KlikdLink::acknowledge(const Event& event) {
    if (stream_) {
        stream_->acknowledge(event);
    }
}

Sequence KlikdLink::complete_up_to() const {
    return stream_ ? stream_->complete_up_to() : 0;
}

Result<Client*> KlikdLink::client() {
    if (!client_) {
        auto connected = Client::connect(
            {.control = options_.municipality.control, .timeout = patience, .keys = options_.keys});
        if (!connected) {
            return std::unexpected(connected.error());
        }
        client_.emplace(*std::move(connected));
    }
    return &*client_;
}

Result<std::optional<Person>> KlikdLink::person(const std::string& id) {
    const auto asked = client();
    if (!asked) {
        return std::unexpected(asked.error());
    }
    const auto rows = (*asked)->query("person", Value::map({{"id", id}}));
    if (!rows && rows.error().code == "not_found") {
        return std::nullopt;
    }
    if (!rows) {
        return std::unexpected(rows.error());
    }
    for (const auto& row : *rows) {
        if (row["id"].text() == id) {
            return Person{id, std::string{row["name"].text()}, std::string{row["email"].text()},
                          std::string{row["language"].text()}};
        }
    }
    return std::nullopt;
}

void KlikdLink::tell_time(Clock& clock) {
    if (!clock.is_virtual() && steady_clock::now() < ask_time_again_) {
        return;
    }
    ask_time_again_ = steady_clock::now() + between_looks_at_a_real_clock;
    const auto asked = client();
    if (!asked) {
        return;
    }
    const auto answer = (*asked)->ping();
    heard(answer ? nullptr : &answer.error());
    if (answer) {
        clock.follow(answer->virtual_now);
    }
}

} // namespace klik::common
