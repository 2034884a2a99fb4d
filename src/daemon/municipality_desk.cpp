#include "daemon/municipality_desk.hpp"

#include "codec/utf8.hpp"
#include "daemon/fact_origin.hpp"
#include "daemon/same_fact.hpp"
#include "domain/person_name.hpp"
#include "engine/decide.hpp"
#include "engine/evolve.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cassert>
#include <stdexcept>

namespace klik::daemon {

namespace {

using domain::Problem;

/// Passing time decides at most about so many at once.
constexpr std::uint64_t records_of_a_batch = 1000;
constexpr std::size_t most_keys_warned_of = 1000;

} // namespace

codec::ServerMessage MunicipalityDesk::put(const codec::PutFact& put, const Call& call) {
    auto fact = read_fact(put.event);
    if (!fact) {
        ++counters_["refused"];
        return codec::error(call.ref, fact.error(), "put");
    }
    const std::string id = fact->identity().id;
    const auto taken = take(*std::move(fact), call.via, call.now);
    if (!taken) {
        ++counters_["refused"];
        return codec::error(call.ref, taken.error(), "put");
    }
    return codec::put_ok(call.ref, id, taken->sequence, taken->duplicate);
}

codec::ServerMessage MunicipalityDesk::ask(const codec::AskChange& ask, const Call& call) {
    const engine::RequestKey key{std::string{call.via}, ask.request.id};
    if (!state_.requests.contains(key)) {
        pass_due_moments(call.now, false);
        // The answer is read from the state, which also a repeated request finds it in.
        static_cast<void>(decide(moment(call.now), call.via, ask.request));
    }
    return answer(state_.requests.at(key), call.ref);
}

codec::ServerMessage MunicipalityDesk::answer(const engine::RequestEntry& entry,
                                              const codec::Ref& ref) const {
    if (entry.answer == engine::Outcome::refused) {
        return codec::request_refused(ref, entry.request.id, entry.reason, entry.violations);
    }
    return codec::request_accepted(ref, entry.request.id, entry.sequence);
}

std::optional<PublishedPlace> MunicipalityDesk::take_published_fact(std::string_view via,
                                                                    std::string_view topic,
                                                                    std::string_view payload,
                                                                    domain::UtcTime now,
                                                                    WhenMissing when) {
    const auto refuse = [&](const Problem& problem) {
        codec::QuarantinedMessage message;
        message.topic = topic;
        message.payload = payload;
        message.platform = via;
        refuse_published(std::move(message), problem, now);
    };
    auto fact = read_published(topic, payload);
    if (!fact) {
        refuse(fact.error());
        return std::nullopt;
    }
    auto place = place_in_count(fact->identity());
    if (when == WhenMissing::wait && place.behind_missing()) {
        return place;
    }
    if (const auto taken = take(std::move(*fact), via, now); !taken) {
        refuse(taken.error());
        return std::nullopt;
    }
    return place;
}

std::optional<PublishedPlace> MunicipalityDesk::place_of(std::string_view payload) const {
    const auto fact = read_fact(payload);
    if (!fact || !fact->identity().position) {
        return std::nullopt;
    }
    return place_in_count(fact->identity());
}

void MunicipalityDesk::begin_count(std::string_view via, std::string_view topic,
                                   std::string_view payload, domain::UtcTime now) {
    const auto fact = read_published(topic, payload);
    if (!fact) {
        return;
    }
    auto identity = fact->identity();
    const bool first = place_in_count(identity).arrival == engine::Arrival::first_contact;
    if (!first || identity.position->sequence.value == 1) {
        return;
    }
    identity.position->sequence = {}; // where each count begins
    pass_due_moments(now, false);
    static_cast<void>(decide(moment(now), via, engine::RepeatFact{std::move(identity)}));
}

PublishedPlace MunicipalityDesk::place_in_count(const engine::FactIdentity& identity) const {
    return {identity.source, *identity.position,
            engine::arrival_of(state_.source(identity.source), *identity.position)};
}

void MunicipalityDesk::load_rules(const RuleFile& file, domain::UtcTime now) {
    pass_due_moments(now, false);
    static_cast<void>(decide(moment(now), via_control, engine::LoadRules{file.rules, file.toml}));
    done_.push_back(fmt::format("[K130] {}: the rules {} are in force", state_.municipality.value,
                                file.rules.name));
}

void MunicipalityDesk::start_service(domain::UtcTime now) {
    static_cast<void>(decide(moment(now), via_control,
                             engine::StartService{std::string{engine::engine_version}}));
}

void MunicipalityDesk::pass_due_moments(domain::UtcTime until, bool late) {
    while (!pass_some_due_moments(until, late)) {
    }
}

bool MunicipalityDesk::pass_some_due_moments(domain::UtcTime until, bool late) {
    const auto first = state_.head.value;
    replay::DueMoments due{state_, until, *zone_};
    while (!batch_->read_only()) {
        const auto next = due.next();
        if (!next) {
            break;
        }
        if (state_.head.value - first >= records_of_a_batch) {
            return false;
        }
        static_cast<void>(decide(*next, via_control, engine::PassMoment{late}));
    }
    return true;
}

std::optional<domain::UtcTime> MunicipalityDesk::next_due() const {
    return replay::next_due(state_, *zone_);
}

std::vector<codec::Record> MunicipalityDesk::take_published() {
    return std::exchange(published_, {});
}

void MunicipalityDesk::log_done() {
    for (const auto& line : std::exchange(done_, {})) {
        spdlog::info("{}", line);
    }
    tally_.settle();
}

void MunicipalityDesk::replace_state(engine::State state) {
    state_ = std::move(state);
    published_.clear();
    done_.clear();
    tally_.forget_batch();
}

domain::Result<codec::Fact> MunicipalityDesk::read_fact(std::string_view payload) const {
    auto fact = codec::decode_fact(payload);
    if (fact) {
        if (auto own = check_origin(*fact, state_.municipality); !own) {
            return std::unexpected(std::move(own.error()));
        }
    }
    return fact;
}

domain::Result<codec::Fact> MunicipalityDesk::read_published(std::string_view topic,
                                                             std::string_view payload) const {
    auto fact = read_fact(payload);
    if (!fact) {
        return fact;
    }
    if (!fact->is_published_on(topic)) {
        return std::unexpected(
            Problem{"forbidden", "topic",
                    "is not that of the fact, which is " + codec::printable(fact->topic())});
    }
    if (!fact->identity().position) {
        return domain::malformed("sequence", "is missing, and without it and sourceepoch a lost "
                                             "fact would not be noticed");
    }
    return fact;
}

domain::Result<MunicipalityDesk::Taken>
MunicipalityDesk::take(codec::Fact fact, std::string_view via, domain::UtcTime now) {
    const auto identity = fact.identity();
    const auto first = journal_->find_input(state_.municipality, identity.source, identity.id);
    if (!first) {
        batch_->fail(first.error());
        return std::unexpected(batch_->why_read_only());
    }
    if (*first) {
        auto known = compare_with_first(fact, **first);
        if (known && is_named_by_a_set(fact)) {
            pass_due_moments(now, false);
            std::visit(
                [&](auto& body) { static_cast<void>(decide(moment(now), via, std::move(body))); },
                fact.body);
        } else if (known) {
            count_repeated(fact, via, now);
        }
        return known;
    }
    // Only a fact that is taken may leave a name.
    codec::resolve_names(
        fact, [this](std::string_view name) { return person_id_for(name); },
        [this, &fact](const domain::PersonId& id, const codec::GivenPerson& given) {
            return may_keep(fact, id) &&
                   batch_->keep_person(state_.municipality, id,
                                       {given.name, given.email, given.language});
        });
    pass_due_moments(now, false);
    warn_of_unknown_keys(fact);
    const auto sequence = std::visit(
        [&](auto& body) { return decide(moment(now), via, std::move(body)); }, fact.body);
    batch_->remember_input(state_.municipality, identity.source, identity.id, sequence);
    ++counters_["facts"];
    return Taken{sequence, false};
}

domain::PersonId MunicipalityDesk::known_person(std::string_view name) {
    auto id = journal_->find_person(state_.municipality, name);
    if (!id) {
        batch_->fail(id.error());
    }
    return id ? id->value_or(domain::PersonId{}) : domain::PersonId{};
}

bool MunicipalityDesk::may_keep(const codec::Fact& fact, const domain::PersonId& id) const {
    const auto* assigned = std::get_if<engine::AssignRole>(&fact.body);
    const bool says_who_is_there = assigned != nullptr && assigned->assignment.person == id;
    return !state_.gallery.erased_since(id, fact.identity().time) &&
           (says_who_is_there || !state_.gallery.left(id));
}

bool MunicipalityDesk::is_called(const domain::PersonId& id, std::string_view name) {
    const auto person = journal_->person(state_.municipality, id);
    if (!person) {
        batch_->fail(person.error());
        return false;
    }
    return *person && ((*person)->name.empty() ||
                       domain::folded_name((*person)->name) == domain::folded_name(name));
}

domain::Result<engine::Event> MunicipalityDesk::recorded(domain::Sequence sequence) {
    const auto record = journal_->find(state_.municipality, sequence);
    if (!record || !*record) {
        batch_->fail(record
                         ? Problem{"damaged", domain::to_string(sequence), "the record is missing"}
                         : record.error());
        return std::unexpected(batch_->why_read_only());
    }
    auto event = codec::decode_record(**record);
    if (!event) {
        batch_->fail(event.error());
        return std::unexpected(batch_->why_read_only());
    }
    return event;
}

domain::Result<MunicipalityDesk::Taken>
MunicipalityDesk::compare_with_first(codec::Fact& fact, domain::Sequence first) {
    const auto event = recorded(first);
    if (!event) {
        return std::unexpected(event.error());
    }
    resolve_as_recorded(
        fact, event->body,
        [this](const domain::PersonId& id, std::string_view name) { return is_called(id, name); });
    codec::resolve_names(fact, [this](std::string_view name) { return known_person(name); });
    if (!same_fact(fact, event->body)) {
        return std::unexpected(Problem{
            "conflict", "id",
            fmt::format("{} of {} came before with other content, as record {}; a new fact needs "
                        "an id of its own",
                        codec::printable(fact.identity().id),
                        codec::printable(fact.identity().source), domain::to_string(first))});
    }
    ++counters_["duplicates"];
    return Taken{first, true};
}

domain::Sequence MunicipalityDesk::decide(domain::Moment at, std::string_view via,
                                          decltype(engine::Input::body) body) {
    const auto events =
        engine::decide(state_, engine::Input{at, std::string{via}, std::move(body)});
    for (const auto& event : events) {
        record(event);
    }
    return events.front().sequence;
}

void MunicipalityDesk::record(const engine::Event& event) {
    if (const auto* report = std::get_if<engine::SystemReported>(&event.body)) {
        source_log_.take(*report);
    }
    auto made = codec::encode_record(state_.municipality, event);
    assert(codec::decode_record(made) == event); // else klikd could not be started again
    batch_->append(state_.municipality, made);
    tally_.count(event, made.kind);
    if (made.kind != engine::EventKind::internal) {
        published_.push_back(std::move(made));
    }
}

void MunicipalityDesk::report(std::string kind, std::map<std::string, std::string> details,
                              domain::UtcTime now) {
    pass_due_moments(now, false);
    const domain::Sequence sequence{state_.head.value + 1};
    const engine::Event event{sequence, state_.head_of(engine::EventKind::system), sequence,
                              moment(now),
                              engine::SystemReported{std::move(kind), std::move(details)}};
    engine::evolve(state_, event);
    record(event);
}

/// A set tells what is true now, also by a fact that is known: its record names what the fact is
/// about again.
bool MunicipalityDesk::is_named_by_a_set(const codec::Fact& fact) const {
    const auto* source = state_.source(fact.identity().source);
    if (source == nullptr || !source->set) {
        return false;
    }
    const auto& set = *source->set;
    if (!engine::follows(fact.identity().position, set)) {
        return false;
    }
    if (const auto* observed = std::get_if<engine::ObserveTask>(&fact.body)) {
        return !set.named.contains(observed->observation.number);
    }
    const auto* assigned = std::get_if<engine::AssignRole>(&fact.body);
    return assigned != nullptr && !set.assignments.contains(assigned->assignment);
}

/// A known fact that comes at a place which was still open: the count has to know of it.
void MunicipalityDesk::count_repeated(const codec::Fact& fact, std::string_view via,
                                      domain::UtcTime now) {
    const auto& identity = fact.identity();
    if (!identity.position || engine::arrival_of(state_.source(identity.source),
                                                 *identity.position) == engine::Arrival::repeated) {
        return;
    }
    pass_due_moments(now, false);
    static_cast<void>(decide(moment(now), via, engine::RepeatFact{identity}));
}

void MunicipalityDesk::warn_of_unknown_keys(const codec::Fact& fact) {
    for (const auto& unknown : fact.unknown_keys) {
        const auto key = codec::printable(unknown);
        ++counters_["unknown_keys"];
        if (unknown_keys_warned_.size() < most_keys_warned_of &&
            unknown_keys_warned_.insert(key).second) {
            spdlog::warn("[K142] {}: {} sends the key {}, which this version keeps unread",
                         state_.municipality.value, codec::printable(fact.identity().source), key);
        }
    }
}

domain::Moment MunicipalityDesk::moment(domain::UtcTime now) const {
    return replay::moment_of(state_, now, *zone_);
}

} // namespace klik::daemon
