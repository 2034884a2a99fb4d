#include "chat/clerk.hpp"

#include "chat/hints.hpp"
#include "chat/local_time.hpp"
#include "chat/rights.hpp"
#include "chat/routing.hpp"
#include "common/task.hpp"

#include <fmt/core.h>

namespace klik::chat {

namespace {

using Verb = Command::Verb;
using State = Asked::State;

constexpr std::chrono::seconds between_tries{5};

std::string_view status_wished(Verb verb) {
    return verb == Verb::done ? "completed" : "in_progress";
}

/// What is wrong with this one request, and not with klikd, the key or the moment.
bool is_about_the_wish(const Error& error) {
    return error.code == "malformed" || error.code == "not_found" || error.code == "conflict" ||
           error.code == "too_large";
}

/// Of a task that is gone, or is not the room's.
Value only_number(std::int64_t number) {
    return Value::map({{"number", number}});
}

} // namespace

const Room* Clerk::room_of(const Asked& asked) const {
    return asked.place.empty() ? nullptr : settings_.room_at(asked.channel, asked.place);
}

Wording Clerk::wording_for(const Asked& asked) {
    const auto* room = room_of(asked);
    Wording wording;
    const auto* near = asked.near.empty() ? nullptr : settings_.room_at(asked.channel, asked.near);
    wording.language =
        room == nullptr ? settings_.language_alone(asked.channel, near) : room->language;
    wording.link = settings_.link;
    wording.municipality = klik_.municipality();
    wording.names = room == nullptr || room->names;
    wording.title_of = [this, room](std::int64_t number) {
        const auto* state = state_of(number);
        return state != nullptr && is_for(room, *state) ? std::string{(*state)["title"].text()}
                                                        : std::string{};
    };
    return wording;
}

const Value* Clerk::state_of(std::int64_t number) {
    const auto found = klik_.tasks().find(number);
    return found == klik_.tasks().end() ? nullptr : &found->second.state;
}

bool Clerk::is_for(const Room* room, const Value& state) const {
    return room == nullptr || is_about(*room, seen_in(state, 0));
}

void Clerk::serve(bool tasks_are_known) {
    bool may_ask =
        tasks_are_known && klik_.answers() && std::chrono::steady_clock::now() >= try_again_;
    bool is_away = !klik_.answers();
    for (const auto& asked : log_.open(klik_.municipality())) {
        auto reply = reply_without_klikd(asked);
        if (!reply && may_ask) {
            reply = answer_to(asked);
        }
        const bool has_reply = reply.has_value();
        auto whole = store_.transaction();
        if (has_reply) {
            answer(asked, *std::move(reply));
        } else if (may_ask) {
            // Those behind it wait as well, so that all is done in its order.
            may_ask = false;
            is_away = true;
            try_again_ = std::chrono::steady_clock::now() + between_tries;
        }
        if (!has_reply && is_away && log_.tell_to_wait(asked)) {
            say(asked, waits_for_klikd(asked.command, wording_for(asked)));
        }
        whole.commit();
    }
}

std::optional<Clerk::Reply> Clerk::reply_without_klikd(const Asked& asked) {
    if (asked.command.verb == Verb::help) {
        return Reply{help_answer(wording_for(asked))};
    }
    return asked.state == State::heard && is_late(asked)
               ? std::optional{Reply{too_late(asked.command, wording_for(asked))}}
               : std::nullopt;
}

bool Clerk::is_late(const Asked& asked) const {
    return klik_.now() - asked.at > longest_wait_for_klikd;
}

std::optional<Clerk::Reply> Clerk::answer_to(const Asked& asked) {
    switch (asked.command.verb) {
    case Verb::mine:
        return Reply{list(asked, ListOf::mine)};
    case Verb::blocked:
        return Reply{list(asked, ListOf::blocked)};
    case Verb::overdue:
        return Reply{list(asked, ListOf::overdue)};
    default:
        return about_a_task(asked);
    }
}

std::optional<Clerk::Reply> Clerk::about_a_task(const Asked& asked) {
    const auto wording = wording_for(asked);
    const auto number = asked.command.number;
    const auto* state = state_of(number);
    if (state == nullptr && asked.state != State::sent) {
        return Reply{no_such_task(number, wording)};
    }
    if (state == nullptr) {
        return send_again(asked, only_number(number)); // it may have been done before it was gone
    }
    if (!is_for(room_of(asked), *state)) {
        return Reply{not_of_this_room(number, wording)};
    }
    switch (asked.command.verb) {
    case Verb::status:
        return Reply{status_answer(*state, wording)};
    case Verb::why:
        return Reply{why_answer(*state, in_denmark(klik_.now()).date, wording)};
    default:
        return carry_out(asked, *state);
    }
}

Draft Clerk::list(const Asked& asked, ListOf what) {
    const auto* room = room_of(asked);
    std::vector<const Value*> found;
    for (const auto& [number, known] : klik_.tasks()) {
        const auto& state = known.state;
        if (common::is_closed(state["status"].text()) || !is_for(room, state)) {
            continue;
        }
        const bool is_mine =
            state["assignee"].text() == asked.person || state["responsible"].text() == asked.person;
        if ((what == ListOf::mine && is_mine) ||
            (what == ListOf::blocked && !state["blocked_by"].list().empty()) ||
            (what == ListOf::overdue && state["colour"].text() == "red")) {
            found.push_back(&state);
        }
    }
    return list_answer(what, std::move(found), wording_for(asked));
}

std::optional<Clerk::Reply> Clerk::carry_out(const Asked& asked, const Value& state) {
    if (asked.state == State::sent) {
        return send_again(asked, state);
    }
    const auto allowed = is_allowed(asked, state);
    if (!allowed) {
        return std::nullopt;
    }
    if (!*allowed) {
        return Reply{not_allowed(state, wording_for(asked))};
    }
    if (state["status"].text() == status_wished(asked.command.verb)) {
        return Reply{is_so_already(state, wording_for(asked))};
    }
    auto sent = asked;
    sent.base_revision = state["revision"].count().value_or(0);
    log_.send(sent, sent.base_revision);
    return ask_klikd(sent, state);
}

std::optional<bool> Clerk::is_allowed(const Asked& asked, const Value& state) {
    const auto roles = klik_.roles();
    if (!roles) {
        static_cast<void>(klikd_refuses(roles.error()));
        return std::nullopt;
    }
    return may_change(asked.person, state, *roles);
}

/// It may never have arrived: then what holds of others holds of it as well.
std::optional<Clerk::Reply> Clerk::send_again(const Asked& asked, const Value& state) {
    const bool late = is_late(asked);
    const auto allowed = late ? std::optional{false} : is_allowed(asked, state);
    if (!allowed || *allowed) {
        return allowed ? ask_klikd(asked, state) : std::nullopt;
    }
    const auto known = klik_.knows_request(asked.command.number, log_.request_id(asked));
    if (!known) {
        static_cast<void>(klikd_refuses(known.error()));
        return std::nullopt;
    }
    if (*known) {
        return ask_klikd(asked, state);
    }
    const auto wording = wording_for(asked);
    if (late) {
        return Reply{too_late(asked.command, wording)};
    }
    return Reply{state_of(asked.command.number) == nullptr
                     ? no_such_task(asked.command.number, wording)
                     : not_allowed(state, wording)};
}

std::optional<RequestAnswer> Clerk::klikds_answer(const Asked& asked) {
    ChangeRequest request;
    request.id = log_.request_id(asked);
    request.number = asked.command.number;
    request.change = Value::map({{"status", status_wished(asked.command.verb)}});
    request.base_revision = asked.base_revision;
    request.actor = Value::map({{"id", asked.person}});
    request.reason = "chat";
    auto answer = klik_.request(request);
    if (answer) {
        not_taken_.is_over("klikd takes requests");
        return *std::move(answer);
    }
    if (!is_about_the_wish(answer.error()) && !klikd_refuses(answer.error())) {
        return std::nullopt;
    }
    RequestAnswer refusal;
    refusal.reason = answer.error().code;
    return refusal;
}

std::optional<Clerk::Reply> Clerk::ask_klikd(const Asked& asked, const Value& state) {
    const auto answered = klikds_answer(asked);
    if (!answered) {
        return std::nullopt;
    }
    spdlog::info("[H231] {}: #{}: `{}` was asked for: {}", klik_.municipality(),
                 asked.command.number, name_of(asked.command.verb),
                 answered->accepted ? "accepted" : answered->reason);
    return Reply{
        wish_answer(state, status_wished(asked.command.verb), *answered, wording_for(asked)),
        answered->accepted};
}

/// True where it will be the same for whoever asks, until an operator does something.
bool Clerk::klikd_refuses(const Error& error) {
    if (error.code != "forbidden") {
        if (error.code != "no_answer") {
            not_taken_.lasts(
                klik_.municipality(),
                fmt::format("klikd does not take what people ask for ({}); it waits", error.text));
        }
        return false;
    }
    not_taken_.lasts(klik_.municipality(), "klikd does not let this key ask for changes (rights "
                                           "`request` and `act_for`): " +
                                               error.text);
    return true;
}

void Clerk::answer(const Asked& asked, Reply reply) const {
    say(asked, std::move(reply.draft));
    log_.set_state(asked, reply.more_follows ? State::accepted : State::over);
}

void Clerk::say(const Asked& asked, Draft draft) const {
    const auto* room = room_of(asked);
    KeptPost post;
    post.channel = asked.channel;
    post.room = room == nullptr ? "" : room->name;
    post.place = asked.place;
    post.municipality = asked.municipality;
    post.draft = std::move(draft);
    post.answers = asked.said;
    outbox_.answer(post, klik_.now());
}

bool Clerk::room_hears_of_it(const Asked& asked) {
    const auto* room = room_of(asked);
    const auto* state = state_of(asked.command.number);
    if (room == nullptr || state == nullptr) {
        return false;
    }
    Change change;
    change.kind = Kind::status_changed;
    change.number = asked.command.number;
    change.task = seen_in(*state, 0);
    return goes_into(*room, change, klik_.municipality());
}

bool Clerk::take_outcome(const Event& event) {
    const auto asked = log_.behind(event.data["request"].text());
    if (!asked) {
        return false;
    }
    const auto outcome = event.data["outcome"].text();
    const bool is_last =
        outcome == "fulfilled" || outcome == "superseded" || outcome == "unanswered";
    if (asked->state != State::accepted || !is_last) {
        return true; // said by the answer to the request
    }
    const bool may_come_late = outcome == "unanswered"; // a late fact still fulfils it
    if (outcome == "fulfilled" && room_hears_of_it(*asked)) {
        log_.set_state(*asked, State::over);
        return true;
    }
    const auto* known = state_of(asked->command.number);
    answer(*asked,
           {outcome_answer(known == nullptr ? only_number(asked->command.number) : *known,
                           status_wished(asked->command.verb), outcome, event.data["reason"].text(),
                           room_of(*asked) == nullptr ? std::string{} : asked->person,
                           wording_for(*asked)),
            may_come_late});
    return true;
}

} // namespace klik::chat
