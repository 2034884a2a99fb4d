#include "mail/mailer.hpp"

#include "mail/notice_of_event.hpp"
#include "mail/task_details.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace klik::mail {

namespace {

using common::KlikdLink;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr milliseconds idle{100};
constexpr int most_events_at_once = 200;
constexpr seconds between_questions{2};     ///< to a klikd that gave no answer
constexpr seconds patience_when_stopped{2}; ///< for a mail that is under way

constexpr std::string_view takes_no_reports = "does not take reports of what was sent";
constexpr std::string_view names_nobody = "does not say whom to write to";

/// The answer will be the same for any report, so that this one is not to blame.
bool is_about_us(const Error& error) {
    return error.code != "not_found" && error.code != "malformed" && error.code != "too_large";
}

/// Names a notice in the log: ids of people stay out of it.
std::string_view place_of(const Notice& notice) {
    return notice.items.empty() ? std::string_view{} : notice.items.front().event;
}

/// For a server that is back nobody waits long; one mail that it does not want now waits longer.
common::BackOff server_back_off(const MailSettings& settings) {
    constexpr std::chrono::minutes longest{5};
    auto back_off = settings.back_off;
    back_off.longest = std::max<seconds>(back_off.first, longest);
    return back_off;
}

} // namespace

common::LinkOptions link_options(const MailSettings& settings,
                                 const common::Municipality& municipality, const Outbox& outbox) {
    common::LinkOptions options;
    options.municipality = municipality;
    options.keys = settings.keys;
    options.stream = "mail";
    options.kinds = {"notification", "system"};
    // Who has sent mail here before misses nothing of a journal that forgot that.
    options.from_when_new = outbox.position(municipality.code) ? "begin" : settings.begin;
    return options;
}

Mailer::Mailer(MailSettings settings, const std::vector<common::Municipality>& municipalities,
               Outbox outbox)
    : settings_{std::move(settings)}, outbox_{std::move(outbox)}, server_{settings_.server},
      server_trouble_{"M210", "M211"} {
    for (const auto& municipality : municipalities) {
        links_.push_back(std::make_unique<KlikdLink>(link_options(settings_, municipality, outbox_),
                                                     "M220", "M221"));
        link_of_[municipality.code] = links_.back().get();
    }
}

Result<void> Mailer::run(const std::function<bool()>& stop) {
    while (!stop()) {
        links_.front()->tell_time(clock_);
        auto busy = take_events(milliseconds{0});
        if (!busy) {
            return std::unexpected(std::move(busy.error()));
        }
        const bool reported = report();
        const bool sent = send_next(stop);
        forget_old_receipts();
        if (*busy || reported || sent) {
            continue;
        }
        if (const auto waited = take_events(idle); !waited) {
            return std::unexpected(waited.error());
        }
    }
    return {};
}

Result<bool> Mailer::take_events(milliseconds timeout) {
    bool any = false;
    for (const auto& link : links_) {
        const auto wait = link == links_.front() ? timeout : milliseconds{0};
        for (int i = 0; i < most_events_at_once; ++i) {
            const auto event = link->next(i == 0 ? wait : milliseconds{0});
            if (!event) {
                return std::unexpected(event.error());
            }
            if (!*event) {
                break;
            }
            take(*link, **event);
            any = true;
        }
    }
    return any;
}

void Mailer::take(KlikdLink& link, const Event& event) {
    auto notice = notice_of_event(event, domain_of(settings_.head.from.address));
    if (notice) {
        clock_.heard_of(event.time);
        notice->municipality = link.municipality();
        outbox_.take(*notice, place_of(event, clock_.now()), clock_.now());
        spdlog::debug("[M205] {}: notice {} waits", link.municipality(), event.id);
    }
    link.acknowledge(event);
}

bool Mailer::report() {
    bool any = false;
    for (const auto& link : links_) {
        const auto again = ask_again_.find(link->municipality());
        if (again == ask_again_.end() || steady_clock::now() >= again->second) {
            any = report_of(*link) || any;
        }
    }
    return any;
}

bool Mailer::report_of(KlikdLink& link) {
    const auto reports = outbox_.unreported(link.municipality());
    for (const auto& each : reports) {
        const auto client = link.client();
        const auto told = client ? (*client)->report(each.event, each.item, each.person,
                                                     each.outcome, each.detail)
                                 : std::unexpected(client.error());
        link.heard(told ? nullptr : &told.error());
        if (!told && is_about_us(told.error())) {
            complain(link, takes_no_reports, told.error());
            return false;
        }
        if (!told) {
            spdlog::warn("[M230] {}: klikd does not know notice {} any more; its outcome {} is "
                         "not reported ({})",
                         link.municipality(), each.event, each.outcome, told.error().code);
        }
        outbox_.reported(each);
    }
    if (!reports.empty()) {
        no_complaint(link, takes_no_reports);
    }
    return !reports.empty();
}

common::Trouble& Mailer::refusal(const KlikdLink& link, std::string_view what) {
    return refused_by_klikd_
        .try_emplace(fmt::format("{}, klikd {}", link.municipality(), what), "M222", "M223")
        .first->second;
}

void Mailer::complain(KlikdLink& link, std::string_view what, const Error& error) {
    ask_again_[link.municipality()] = steady_clock::now() + between_questions;
    if (link.heard(&error)) {
        refusal(link, what)
            .lasts(fmt::format("{}, klikd {}", link.municipality(), what), error.text);
    }
}

void Mailer::no_complaint(const KlikdLink& link, std::string_view what) {
    refusal(link, what).is_over("that is over");
}

std::set<std::string> Mailer::reachable() const {
    std::set<std::string> codes;
    for (const auto& link : links_) {
        const auto again = ask_again_.find(link->municipality());
        if (link->open() && (again == ask_again_.end() || steady_clock::now() >= again->second)) {
            codes.insert(link->municipality());
        }
    }
    return codes;
}

bool Mailer::send_next(const std::function<bool()>& stop) {
    const auto wait = server_again_ - clock_.now();
    if (wait > seconds{0} &&
        wait <= server_back_off(settings_).longest) { // else the clock was put back
        return false;
    }
    auto notice = outbox_.next(clock_.now(), reachable());
    if (!notice) {
        return false;
    }
    auto& link = *link_of_.at(notice->municipality);
    const auto person = link.person(notice->person);
    link.heard(person ? nullptr : &person.error());
    if (!person) {
        complain(link, names_nobody, person.error());
        return false;
    }
    no_complaint(link, names_nobody);
    fill_in_details(*notice, link);
    send(*notice, person->value_or(common::Person{.id = notice->person}), stop);
    return true;
}

bool Mailer::meanwhile(const std::function<bool()>& stop, SteadyTime& patience) {
    if (stop()) {
        if (patience == SteadyTime{}) {
            patience = steady_clock::now() + patience_when_stopped;
        }
        return steady_clock::now() < patience;
    }
    if (const auto taken = take_events(milliseconds{0}); !taken) {
        // The loop meets it again; the mail that is under way comes to its end first.
        spdlog::debug("[M206] {}", taken.error().text);
    }
    return true;
}

void Mailer::send(const Notice& notice, const common::Person& person,
                  const std::function<bool()>& stop) {
    const auto address = deliverable(person.email);
    if (!address) {
        settle(notice, "bounced", address.error());
        return;
    }
    const auto language = language_of(person.language);
    const auto letter = letter_for(notice, language, settings_.head.link);
    const auto message = message_for(notice, letter, settings_.head, {person.name, *address},
                                     outbox_.earlier(notice), clock_.now());
    SteadyTime patience{};
    outbox_.begin(notice);
    const auto result = server_.send(settings_.head.from.address, *address, message,
                                     [&] { return meanwhile(stop, patience); });
    deal_with(notice, result);
}

void Mailer::deal_with(const Notice& notice, const SmtpResult& result) {
    if (result.verdict != Verdict::server_trouble && result.verdict != Verdict::broken_off) {
        server_tries_ = 0;
        server_again_ = {};
        server_trouble_.is_over(
            fmt::format("it takes mail again; {} notice(s) wait", outbox_.waiting()));
    }
    switch (result.verdict) {
    case Verdict::sent:
        outbox_.sent(notice, clock_.now());
        spdlog::info("[M201] {}: notice {} is sent", notice.municipality, place_of(notice));
        break;
    case Verdict::bounced:
        settle(notice, "bounced", result.detail);
        break;
    case Verdict::refused:
        settle(notice, "failed", result.detail);
        break;
    case Verdict::later:
        later(notice, result);
        break;
    case Verdict::server_trouble:
        outbox_.postpone(notice, clock_.now(), false, {}, clock_.now());
        trouble(result.detail);
        break;
    case Verdict::broken_off:
        outbox_.postpone(notice, clock_.now(), result.maybe_sent, {}, clock_.now());
        break;
    }
}

void Mailer::trouble(const std::string& detail) {
    ++server_tries_;
    server_again_ = clock_.now() + server_back_off(settings_).after(server_tries_);
    server_trouble_.lasts(
        fmt::format("mail server {}", settings_.server.url),
        fmt::format("nothing can be sent by it: {}; everything waits, and it is tried again",
                    detail));
    give_up_old_ones(detail);
}

void Mailer::later(const Notice& notice, const SmtpResult& result) {
    const auto now = clock_.now();
    if (now - notice.taken >= settings_.give_up) {
        settle(
            notice, "failed",
            fmt::format("given up after {} day(s): {}", settings_.give_up.count(), result.detail));
        return;
    }
    outbox_.postpone(notice, now + settings_.back_off.after(notice.tries + 1), result.maybe_sent,
                     result.detail, now);
    spdlog::info("[M202] {}: notice {} is tried again later: {}", notice.municipality,
                 place_of(notice), result.detail);
}

void Mailer::give_up_old_ones(const std::string& detail) {
    for (const auto& notice : outbox_.taken_by(clock_.now() - settings_.give_up)) {
        settle(notice, "failed",
               fmt::format("given up after {} day(s) without a mail server: {}",
                           settings_.give_up.count(), detail));
    }
}

void Mailer::settle(const Notice& notice, std::string_view outcome, std::string_view detail) {
    outbox_.settle(notice, outcome, detail, clock_.now());
    const bool is_trial = !notice.items.empty() && notice.items.front().kind == test_message;
    spdlog::warn("[{}] {}: {} {} is not sent ({}): {}", outcome == "bounced" ? "M203" : "M204",
                 notice.municipality, is_trial ? "trial" : "notice", place_of(notice), outcome,
                 detail);
}

void Mailer::forget_old_receipts() {
    const auto now = clock_.now();
    if (now - forgot_ >= std::chrono::days{1}) {
        forgot_ = now;
        outbox_.forget_before(now - memory);
    }
}

} // namespace klik::mail
