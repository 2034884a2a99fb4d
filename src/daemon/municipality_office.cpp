#include "daemon/municipality_office.hpp"

#include "bus/zap_handler.hpp"
#include "codec/envelope.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace klik::daemon {

namespace {

constexpr std::size_t messages_of_a_round = 1000;
/// The work that a question may make is that of so many other messages.
constexpr std::size_t messages_like_a_question = 2;
constexpr std::size_t bytes_of_a_round = std::size_t{16} << 20U;
/// Every working day of the way is decided before the next message is taken.
constexpr std::chrono::days longest_advance{3660};
constexpr std::string_view clock_verb = "clock";
constexpr std::string_view query_verb = "query";
/// Tries to bind the live socket again after which an operator is told: some seconds' worth.
constexpr std::uint64_t tries_between_warnings = 250;

std::optional<bus::CurveServer> curve_server(const CurveKeys* curve, std::string zap_domain) {
    if (curve == nullptr) {
        return std::nullopt;
    }
    return bus::CurveServer{curve->own.secret_key, std::move(zap_domain)};
}

} // namespace

domain::Result<std::unique_ptr<MunicipalityOffice>>
MunicipalityOffice::open(bus::Context& context, const MunicipalitySettings& settings,
                         MunicipalityDesk desk, journal::Journal& journal, GroupCommit& batch,
                         Timekeeping time, const Guarding& guarding) {
    auto live = bus::LivePublisher::bind(
        context, settings.live, curve_server(guarding.curve, bus::live_domain(settings.code)));
    if (!live) {
        return std::unexpected(std::move(live.error()));
    }
    auto control =
        bus::ControlServer::bind(context, settings.control,
                                 curve_server(guarding.curve, bus::control_domain(settings.code)));
    if (!control) {
        return std::unexpected(std::move(control.error()));
    }
    return std::unique_ptr<MunicipalityOffice>{
        new MunicipalityOffice{settings, std::move(*live), std::move(*control), std::move(desk),
                               journal, batch, time, guarding}};
}

MunicipalityOffice::MunicipalityOffice(MunicipalitySettings settings, bus::LivePublisher live,
                                       bus::ControlServer control, MunicipalityDesk desk,
                                       journal::Journal& journal, GroupCommit& batch,
                                       Timekeeping time, const Guarding& guarding)
    : settings_{std::move(settings)}, live_{std::move(live)}, control_{std::move(control)},
      desk_{std::move(desk)}, journal_{&journal}, batch_{&batch}, time_{time},
      curve_{guarding.curve}, gate_{settings_.code, guarding}, log_{journal, batch, desk_.state()},
      sessions_{log_, control_}, clients_{settings_.code.value} {}

bool MunicipalityOffice::receive(bus::Instant now) {
    if (advance_) {
        sessions_.heard_all(now);
        go_on_advancing();
        return true;
    }
    std::size_t bytes = 0;
    std::size_t count = 0;
    while (count < messages_of_a_round && bytes < bytes_of_a_round && !advance_) {
        const auto incoming = control_.receive();
        if (!incoming) {
            return false;
        }
        count += incoming->verb == query_verb ? messages_like_a_question : 1;
        bytes += incoming->payload.size();
        sessions_.heard(incoming->from, now);
        take(*incoming, now);
    }
    return true;
}

void MunicipalityOffice::take(const bus::Incoming& incoming, bus::Instant now) {
    const auto caller = gate_.admit(incoming, now);
    if (!caller) {
        refuse(incoming, codec::ref_of(incoming.payload), caller.error());
        return;
    }
    if (!incoming.framed) {
        refuse(incoming, {},
               {"malformed", "", "a message is two frames, a verb and a map in msgpack"});
        return;
    }
    auto message = codec::decode_client_message(incoming.verb, incoming.payload);
    if (!message) {
        refuse(incoming, message.error().ref, message.error().problem);
        return;
    }
    // Only a message that is allowed may leave a name.
    codec::resolve_names(*message,
                         [this](std::string_view name) { return desk_.known_person(name); });
    const codec::Ref ref = message->ref;
    if (const auto allowed = codec::check_message(*caller, incoming.verb, message->body);
        !allowed) {
        refuse(incoming, ref, allowed.error());
        return;
    }
    if (const auto* local = std::get_if<codec::ChangeLocal>(&message->body);
        local != nullptr && !batch_->read_only()) {
        if (const auto refusal = desk_.refusal_of(*local, caller->name)) {
            refuse(incoming, ref, *refusal);
            return;
        }
    }
    codec::resolve_names(*message,
                         [this](std::string_view name) { return desk_.person_id_for(name); });
    if (const auto* clock = std::get_if<codec::AdvanceClock>(&message->body)) {
        take_clock(incoming.from, *clock, ref);
        return;
    }
    pending_.push_back(
        {incoming.from, caller->name, ref, decide(std::move(*message), *caller, incoming.verb)});
}

void MunicipalityOffice::refuse(const bus::Incoming& incoming, const codec::Ref& ref,
                                const domain::Problem& problem) {
    clients_.refused(incoming.from, problem);
    pending_.push_back(
        {incoming.from, {}, ref, Answer{codec::error(ref, problem, incoming.verb), {}, false}});
}

std::variant<MunicipalityOffice::Answer, codec::ClientBody>
MunicipalityOffice::decide(codec::ClientMessage message, const codec::Caller& caller,
                           const std::string& verb) {
    const auto* put = std::get_if<codec::PutFact>(&message.body);
    const auto* ask = std::get_if<codec::AskChange>(&message.body);
    const auto* local = std::get_if<codec::ChangeLocal>(&message.body);
    const auto* admin = std::get_if<codec::Administer>(&message.body);
    const auto* told = std::get_if<codec::TellDelivery>(&message.body);
    if (put == nullptr && ask == nullptr && local == nullptr && admin == nullptr &&
        told == nullptr) {
        return std::move(message.body);
    }
    if (batch_->read_only()) {
        return Answer{codec::error(message.ref, batch_->why_read_only(), verb), verb, true};
    }
    const Call call{message.ref, time_.clock->now(), caller.name};
    if (put != nullptr) {
        return Answer{desk_.put(*put, call), verb, true};
    }
    if (local != nullptr) {
        return Answer{desk_.change_local(*local, call), verb, true};
    }
    if (told != nullptr) {
        return Answer{desk_.tell_delivery(*told, call), verb, true};
    }
    if (admin != nullptr) {
        return Answer{desk_.administer(*admin, call), verb, true};
    }
    return Answer{desk_.ask(*ask, call), verb, true};
}

std::optional<domain::Problem>
MunicipalityOffice::refusal_of(const codec::AdvanceClock& wish) const {
    if (batch_->read_only()) {
        return batch_->why_read_only();
    }
    if (time_.settable == nullptr) {
        return domain::Problem{
            "forbidden", "",
            "the clock can be advanced only when klikd was started with --virtual-clock and serves "
            "a single municipality"};
    }
    const auto now = time_.clock->now();
    if (wish.to < now) {
        return domain::Problem{"conflict", "advance_to",
                               "lies before the clock's time, which is " + domain::rfc3339(now)};
    }
    if (wish.to > now + longest_advance) {
        return domain::Problem{"too_large", "advance_to",
                               "lies more than ten years ahead; advance in several steps"};
    }
    return std::nullopt;
}

void MunicipalityOffice::take_clock(const bus::ClientAddress& from, const codec::AdvanceClock& wish,
                                    const codec::Ref& ref) {
    if (const auto refusal = refusal_of(wish)) {
        pending_.push_back(
            {from, {}, ref, Answer{codec::error(ref, *refusal, clock_verb), {}, false}});
        return;
    }
    advance_ = Advance{from, ref, wish.to};
    go_on_advancing();
}

void MunicipalityOffice::go_on_advancing() {
    const bool there = desk_.pass_some_due_moments(advance_->to, false);
    if (!there && !batch_->read_only()) {
        time_.settable->set(std::max(time_.clock->now(), desk_.state().now.utc));
        return;
    }
    // If the journal refuses, the answer below says so instead and the clock is set back.
    time_.settable->set(advance_->to);
    pending_.push_back(
        {advance_->from,
         {},
         advance_->ref,
         Answer{codec::clock_ok(advance_->ref, advance_->to), std::string{clock_verb}, true}});
    advance_.reset();
}

void MunicipalityOffice::deliver(bool durable, bus::Instant now) {
    if (durable) {
        desk_.log_done();
    }
    if (!durable && advance_) {
        pending_.push_back(
            {advance_->from, {}, advance_->ref, Answer{{}, std::string{clock_verb}, true}});
        advance_.reset();
    }
    const auto records = desk_.take_published();
    std::vector<bus::PublishedEvent> events;
    events.reserve(records.size());
    for (const auto& record : records) {
        const auto& event =
            events.emplace_back(bus::published_event(settings_.code, journal_->epoch(), record));
        live_.publish(event.topic, event.envelope);
    }
    if (durable) {
        sessions_.published(std::move(events), desk_.state().head);
    }
    for (auto& pending : std::exchange(pending_, {})) {
        if (auto* answer = std::get_if<Answer>(&pending.what)) {
            send(pending.from,
                 answer->of_input && !durable
                     ? codec::error(pending.ref, batch_->why_read_only(), answer->about)
                     : std::move(answer->message));
        } else {
            serve(pending, std::get<codec::ClientBody>(pending.what), now);
        }
    }
}

void MunicipalityOffice::serve(const Pending& pending, const codec::ClientBody& body,
                               bus::Instant now) {
    const auto& from = pending.from;
    if (const auto* open = std::get_if<codec::OpenStream>(&body)) {
        sessions_.open(from, pending.caller, *open, pending.ref, now);
    } else if (const auto* ack = std::get_if<codec::AckStream>(&body)) {
        sessions_.acknowledge(from, *ack, pending.ref);
    } else if (const auto* snapshot = std::get_if<codec::AskSnapshot>(&body)) {
        sessions_.snapshot(from, *snapshot, pending.ref, now);
    } else if (const auto* query = std::get_if<codec::AskQuery>(&body)) {
        answer(from, *query, pending.ref, now);
    } else {
        const auto virtual_now =
            time_.virtual_time ? std::optional{desk_.moment(time_.clock->now()).utc} : std::nullopt;
        send(from, codec::pong(pending.ref, journal_->epoch(), desk_.state().head, virtual_now));
    }
}

void MunicipalityOffice::answer(const bus::ClientAddress& from, const codec::AskQuery& query,
                                const codec::Ref& ref, bus::Instant now) {
    if (!answer_budget_.allows(from.routing_id, now)) {
        send(from, codec::error(ref,
                                {"busy", "",
                                 "this connection has asked for more than it may have unread; "
                                 "read, wait a moment and ask again"},
                                query_verb));
        return;
    }
    auto message = query.what == WhyNot::name
                       ? long_questions_.ask(query_basis(), query, from, ref)
                       : std::optional{answer_query(query_basis(), query, ref)};
    if (message) {
        answer_budget_.spend(from.routing_id, message->payload.size(), now);
        send(from, *std::move(message));
    }
}

QueryBasis MunicipalityOffice::query_basis() {
    return {desk_.state(), *journal_, desk_.moment(time_.clock->now()),
            [this] { return health(); }};
}

bool MunicipalityOffice::pump(bus::Instant now) {
    const bool more = sessions_.pump();
    if (long_questions_.empty()) {
        return more;
    }
    if (auto answer = long_questions_.go_on(query_basis())) {
        answer_budget_.spend(answer->to.routing_id, answer->message.payload.size(), now);
        send(answer->to, std::move(answer->message));
    }
    return more || !long_questions_.empty();
}

void MunicipalityOffice::beat(bus::Instant now, const bus::TcpTable& connections) {
    live_.publish(codec::beat_topic(settings_.code),
                  codec::encode_beat(desk_.state(), journal_->epoch()));
    sessions_.beat(now);
    answer_budget_.forget_idle(now);
    clients_.stalled(connections.stalled(bus::port_of(live_.endpoint().address)));
    clients_.connected(connections.hosts(bus::port_of(control_.endpoint().address)),
                       sessions_.open_streams());
    clients_.complain(sessions_.take_complaints());
    clients_.tell(now);
}

void MunicipalityOffice::keys_have_changed(const keys::KeyRing& before, bus::Instant now) {
    sessions_.end_all_but(
        [this](const bus::ClientAddress& client) { return gate_.may_read(client); });
    for (auto& answer : long_questions_.give_up(
             [this](const bus::ClientAddress& client) { return !gate_.may_read(client); },
             {"forbidden", "", "this key may not read here any more"})) {
        send(answer.to, std::move(answer.message));
    }
    // A PUB socket cannot end one connection, hence it ends all; the others come back by
    // themselves.
    if (before.loses_readers(curve_->authorised, settings_.code)) {
        live_.close_all(now);
    }
}

bool MunicipalityOffice::reopen_live(bus::Instant now) {
    if (!live_.closed()) {
        return false;
    }
    if (live_.bind_again(now)) {
        spdlog::info(
            "[K163] {}: a key lost the right to read, so all connections of {} were ended; "
            "it is bound again",
            settings_.code.value, live_endpoint().address);
        return false;
    }
    if (live_.tries() % tries_between_warnings == 0) {
        spdlog::error("[K166] {}: {} cannot be bound again, and nobody gets live events: {}",
                      settings_.code.value, live_endpoint().address, live_.why_not_bound());
    }
    return true;
}

void MunicipalityOffice::drain_at_close(std::chrono::milliseconds at_most) {
    if (advance_) {
        send(advance_->from,
             codec::error(advance_->ref,
                          {"busy", "",
                           "klikd ends; the clock has come to " +
                               domain::rfc3339(time_.clock->now()) + ", advance it again then"},
                          clock_verb));
    }
    for (auto& answer : long_questions_.give_up(
             [](const bus::ClientAddress&) { return true; },
             {"busy", "", "klikd ends before it has read enough of the journal; ask again then"})) {
        send(answer.to, std::move(answer.message));
    }
    live_.drain_at_close(at_most);
    control_.drain_at_close(at_most);
}

void MunicipalityOffice::send(const bus::ClientAddress& to, codec::ServerMessage message) {
    // Whoever is gone or does not read has no use for the answer; the server counts it.
    static_cast<void>(control_.send(to, {std::move(message.verb), {}, std::move(message.payload)}));
}

HealthBasis MunicipalityOffice::health() const {
    return {.name = settings_.name,
            .state = desk_.state(),
            .counters = desk_.counters(),
            .batch = *batch_,
            .open_streams = sessions_.open_streams(),
            .undelivered = control_.undelivered(),
            .now = time_.clock->now(),
            .virtual_clock = time_.virtual_time,
            .refused_as_busy = gate_.refused_as_busy(),
            .quarantine = desk_.quarantine_health(),
            .plugins = plugins_ == nullptr ? std::vector<PluginStatus>{} : plugins_->statuses()};
}

} // namespace klik::daemon
