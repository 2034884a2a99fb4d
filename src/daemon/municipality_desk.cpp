#include "daemon/municipality_desk.hpp"

#include "bus/platform_link.hpp"
#include "codec/utf8.hpp"
#include "daemon/fact_origin.hpp"
#include "engine/decide.hpp"
#include "engine/evolve.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <stdexcept>

namespace klik::daemon {

namespace {

using domain::Problem;

constexpr std::size_t most_keys_warned_of = 1000;

/// Whether the record of a fact holds the same content as one that came again.
class SameFact {
  public:
    explicit SameFact(const codec::Fact& fact) : fact_{&fact} {}

    bool operator()(const engine::TaskObserved& recorded) const {
        const auto* again = std::get_if<engine::ObserveTask>(&fact_->body);
        return again != nullptr && again->fact == recorded.fact &&
               again->observation == recorded.observation;
    }
    bool operator()(const engine::TaskRemovalObserved& recorded) const {
        const auto* again = std::get_if<engine::RemoveTask>(&fact_->body);
        return again != nullptr && again->fact == recorded.fact && again->number == recorded.number;
    }
    bool operator()(const auto& /*no fact*/) const { return false; }

  private:
    const codec::Fact* fact_;
};

} // namespace

codec::ServerMessage MunicipalityDesk::put(const codec::PutFact& put, const codec::Ref& ref,
                                           domain::UtcTime now, std::string_view via) {
    const auto fact = read_fact(put.event);
    if (!fact) {
        return codec::error(ref, fact.error(), "put");
    }
    const auto taken = take(*fact, via, now);
    if (!taken) {
        return codec::error(ref, taken.error(), "put");
    }
    return codec::put_ok(ref, fact->identity().id, taken->sequence, taken->duplicate);
}

codec::ServerMessage MunicipalityDesk::ask(const codec::AskChange& ask, const codec::Ref& ref,
                                           domain::UtcTime now, std::string_view via) {
    const engine::RequestKey key{std::string{via}, ask.request.id};
    if (!state_.requests.contains(key)) {
        pass_due_moments(now, false);
        // The answer is read from the state, which also a repeated request finds it in.
        static_cast<void>(decide(moment(now), via, ask.request));
    }
    return answer(state_.requests.at(key), ref);
}

codec::ServerMessage MunicipalityDesk::answer(const engine::RequestEntry& entry,
                                              const codec::Ref& ref) const {
    if (entry.answer == engine::Outcome::refused) {
        return codec::request_refused(ref, entry.request.id, entry.reason, entry.violations);
    }
    return codec::request_accepted(ref, entry.request.id, entry.sequence);
}

void MunicipalityDesk::take_published_fact(std::string_view topic, std::string_view payload,
                                           domain::UtcTime now) {
    const auto fact = read_fact(payload);
    if (!fact) {
        refuse_published(topic, fact.error());
        return;
    }
    if (topic != bus::platform_topic_prefix(state_.municipality) + to_string(fact->number())) {
        refuse_published(topic, {"forbidden", "topic", "names another task than the fact does"});
        return;
    }
    if (fact->sequence.empty() || fact->sequence_epoch.empty()) {
        refuse_published(topic, {"malformed", fact->sequence.empty() ? "sequence" : "sourceepoch",
                                 "is missing, and without it a lost fact would not be noticed"});
        return;
    }
    check_for_gap(*fact, now);
    if (const auto taken = take(*fact, via_platform, now); !taken) {
        refuse_published(topic, taken.error());
    }
}

void MunicipalityDesk::refuse_published(std::string_view topic, const Problem& problem) {
    ++counters_["quarantined"];
    ++refused_in_batch_;
    if (refused_.empty()) {
        refused_ = {{"topic", codec::printable(topic)},
                    {"code", problem.code},
                    {"reason", problem.sentence()}};
    }
}

void MunicipalityDesk::load_rules(const RuleFile& file, domain::UtcTime now) {
    pass_due_moments(now, false);
    static_cast<void>(decide(moment(now), via_control, engine::LoadRules{file.rules, file.toml}));
}

void MunicipalityDesk::start_service(domain::UtcTime now) {
    static_cast<void>(decide(moment(now), via_control,
                             engine::StartService{std::string{engine::engine_version}}));
}

void MunicipalityDesk::pass_due_moments(domain::UtcTime until, bool late) {
    std::optional<domain::UtcTime> before;
    for (auto due = next_due(); due && *due <= until && !batch_->read_only(); due = next_due()) {
        if (before && *due <= *before) {
            throw std::logic_error("a due moment passed and is still due");
        }
        before = due;
        static_cast<void>(decide(moment(*due), via_control, engine::PassMoment{late}));
    }
}

std::optional<domain::UtcTime> MunicipalityDesk::next_due() const {
    const auto due = engine::next_due(state_);
    auto next = due.utc;
    if (due.local) {
        const auto local = zone_->utc(*due.local);
        next = next ? std::min(*next, local) : local;
    }
    return next;
}

void MunicipalityDesk::close_batch(domain::UtcTime now) {
    if (refused_in_batch_ == 0) {
        return;
    }
    spdlog::warn("[K140] {}: {} message(s) of a platform refused, the first on {}: {}",
                 state_.municipality.value, refused_in_batch_, refused_["topic"],
                 refused_["reason"]);
    refused_["count"] = std::to_string(refused_in_batch_);
    if (!batch_->read_only()) {
        report("quarantined", std::move(refused_), now);
    }
    refused_.clear();
    refused_in_batch_ = 0;
}

std::vector<codec::Record> MunicipalityDesk::take_published() {
    return std::exchange(published_, {});
}

void MunicipalityDesk::replace_state(engine::State state) {
    state_ = std::move(state);
    published_.clear();
}

domain::Result<codec::Fact> MunicipalityDesk::read_fact(std::string_view payload) {
    auto fact =
        codec::decode_fact(payload, [this](std::string_view name) { return person_id_for(name); });
    if (fact) {
        if (auto own = check_origin(*fact, state_.municipality); !own) {
            return std::unexpected(std::move(own.error()));
        }
    }
    return fact;
}

domain::Result<MunicipalityDesk::Taken>
MunicipalityDesk::take(const codec::Fact& fact, std::string_view via, domain::UtcTime now) {
    const auto& identity = fact.identity();
    const auto first = journal_->find_input(state_.municipality, identity.source, identity.id);
    if (!first) {
        batch_->fail(first.error());
        return std::unexpected(batch_->why_read_only());
    }
    if (*first) {
        return compare_with_first(fact, **first);
    }
    pass_due_moments(now, false);
    warn_of_unknown_keys(fact);
    const auto sequence =
        std::visit([&](const auto& body) { return decide(moment(now), via, body); }, fact.body);
    batch_->remember_input(state_.municipality, identity.source, identity.id, sequence);
    ++counters_["facts"];
    return Taken{sequence, false};
}

domain::Result<MunicipalityDesk::Taken>
MunicipalityDesk::compare_with_first(const codec::Fact& fact, domain::Sequence first) {
    const auto record = journal_->find(state_.municipality, first);
    if (!record || !*record) {
        batch_->fail(record ? Problem{"damaged", domain::to_string(first), "the record is missing"}
                            : record.error());
        return std::unexpected(batch_->why_read_only());
    }
    const auto event = codec::decode_record(**record);
    if (!event) {
        batch_->fail(event.error());
        return std::unexpected(batch_->why_read_only());
    }
    if (!std::visit(SameFact{fact}, event->body)) {
        return std::unexpected(Problem{
            "conflict", "id",
            fmt::format("{} of {} came before with other content, as record {}; a new fact needs "
                        "an id of its own",
                        fact.identity().id, fact.identity().source, domain::to_string(first))});
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
    auto made = codec::encode_record(state_.municipality, event);
    batch_->append(state_.municipality, made);
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

void MunicipalityDesk::check_for_gap(const codec::Fact& fact, domain::UtcTime now) {
    const auto gap = source_counts_.note(fact);
    if (!gap) {
        return;
    }
    ++counters_["gaps"];
    const auto& source = fact.identity().source;
    spdlog::warn("[K141] {}: {} went from {} to {}; facts between them are missing",
                 state_.municipality.value, source, gap->expected.value - 1, gap->got.value);
    report("gap",
           {{"source", source},
            {"sourceepoch", fact.sequence_epoch},
            {"expected", domain::to_string(gap->expected)},
            {"got", domain::to_string(gap->got)}},
           now);
}

void MunicipalityDesk::warn_of_unknown_keys(const codec::Fact& fact) {
    for (const auto& key : fact.unknown_keys) {
        ++counters_["unknown_keys"];
        if (unknown_keys_warned_.size() < most_keys_warned_of &&
            unknown_keys_warned_.insert(key).second) {
            spdlog::warn("[K142] {}: {} sends the key {}, which this version keeps unread",
                         state_.municipality.value, fact.identity().source, key);
        }
    }
}

domain::Moment MunicipalityDesk::moment(domain::UtcTime now) const {
    return zone_->moment(std::max(now, state_.now.utc));
}

} // namespace klik::daemon
