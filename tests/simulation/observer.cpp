#include "simulation/observer.hpp"

#include "codec/envelope.hpp"
#include "engine/evolve.hpp"
#include "simulation/klikd.hpp"
#include "simulation/violation.hpp"

#include <algorithm>

namespace klik::simulation {

namespace {

constexpr std::size_t all = 1'000'000;

template <class Recorded>
const engine::FactIdentity* identity_in(const engine::EventBody& body) {
    const auto* recorded = std::get_if<Recorded>(&body);
    return recorded == nullptr ? nullptr : &recorded->fact;
}

/// The identity of a fact that was taken, of the kinds that a run has.
const engine::FactIdentity* fact_of(const engine::EventBody& body) {
    if (const auto* observed = identity_in<engine::TaskObserved>(body)) {
        return observed;
    }
    if (const auto* removal = identity_in<engine::TaskRemovalObserved>(body)) {
        return removal;
    }
    if (const auto* started = identity_in<engine::SetStarted>(body)) {
        return started;
    }
    if (const auto* ended = identity_in<engine::SetEnded>(body)) {
        return ended;
    }
    const auto* assigned = identity_in<engine::RoleAssigned>(body);
    return assigned != nullptr ? assigned : identity_in<engine::RoleEnded>(body);
}

} // namespace

Observer::Observer(std::size_t municipality)
    : code_{municipalities[municipality]}, ledger_{code_.value} {
    replayed_.municipality = code_;
}

void Observer::follow(journal::Journal& journal) {
    const auto records = journal.read(code_, {records_.size()}, journal::all_records, all);
    if (!records) {
        throw Violation("the journal can be read", records.error().sentence());
    }
    for (const auto& record : *records) {
        take(record);
    }
    if (journal.head(code_).value != records_.size()) {
        throw Violation("acknowledged is in the journal",
                        code_.value + ": the journal ends at " +
                            domain::to_string(journal.head(code_)) + ", and had " +
                            std::to_string(records_.size()) + " records");
    }
}

void Observer::take(const codec::Record& record) {
    if (record.sequence.value != records_.size() + 1 ||
        record.previous != replayed_.head_of(record.kind)) {
        throw Violation("sequences without holes",
                        code_.value + ": record " + domain::to_string(record.sequence) +
                            " follows " + std::to_string(records_.size()));
    }
    const auto event = codec::decode_record(record);
    if (!event) {
        throw Violation("a record can be read", event.error().sentence());
    }
    if (event->at.utc < replayed_.now.utc) {
        throw Violation("time does not go back", domain::to_string(record.sequence));
    }
    check_colour(*event);
    check_reminders(*event);
    check_inputs(*event);
    ledger_.take(*event);
    engine::evolve(replayed_, *event);
    records_.push_back(record);
    digest_ = digest_ * 1099511628211U ^ digest_of(record.subject, record.data);
}

void Observer::check_colour(const engine::Event& event) {
    if (std::holds_alternative<engine::MomentPassed>(event.body)) {
        moments_.insert(event.sequence.value);
    }
    if (const auto* removed = std::get_if<engine::TaskRemoved>(&event.body)) {
        colours_.erase(removed->number);
    }
    const auto* changed = std::get_if<engine::TaskStateChanged>(&event.body);
    if (changed == nullptr) {
        return;
    }
    const auto before = colours_.find(changed->view.number);
    if (before != colours_.end() && changed->view.colour < before->second &&
        moments_.contains(event.cause.value)) {
        throw Violation("a colour gets worse as time passes",
                        code_.value + " #" + domain::to_string(changed->view.number) + ": " +
                            std::string{canonical(before->second)} + " became " +
                            std::string{canonical(changed->view.colour)} + " in record " +
                            domain::to_string(event.sequence));
    }
    colours_[changed->view.number] = changed->view.colour;
}

void Observer::check_reminders(const engine::Event& event) {
    const auto* notified = std::get_if<engine::Notified>(&event.body);
    if (notified == nullptr) {
        return;
    }
    for (const auto& item : notified->notification.items) {
        const bool of_the_ladder = item.kind == domain::NotificationKind::reminder ||
                                   item.kind == domain::NotificationKind::overdue;
        if (of_the_ladder && !reminders_.insert(item.key).second) {
            throw Violation("each step of the ladder once", code_.value + ": " + item.key +
                                                                " again in record " +
                                                                domain::to_string(event.sequence));
        }
    }
}

/// A set tells what is true now, also by a fact that is known.
bool Observer::is_telling_a_set(const std::string& name) const {
    const auto* source = replayed_.source(name);
    return source != nullptr && source->set;
}

void Observer::check_inputs(const engine::Event& event) {
    if (event.cause != event.sequence) {
        return; // what a set takes away bears the id of the set's end
    }
    const auto* fact = fact_of(event.body);
    if (fact != nullptr && !facts_.emplace(fact->id, event.sequence.value).second &&
        !is_telling_a_set(fact->source)) {
        throw Violation("one effect of a fact", code_.value + ": " + fact->id +
                                                    " again as record " +
                                                    domain::to_string(event.sequence));
    }
    if (const auto* asked = std::get_if<engine::ChangeAsked>(&event.body);
        asked != nullptr && !requests_.insert(asked->request.id).second) {
        throw Violation("one answer to a request", code_.value + ": " + asked->request.id +
                                                       " again as record " +
                                                       domain::to_string(event.sequence));
    }
}

void Observer::compare(const engine::State& state) const {
    if (state != replayed_) {
        throw Violation("state is the replay of the journal",
                        code_.value + ": the state at " + domain::to_string(state.head) +
                            " is not that of the journal's " + std::to_string(records_.size()) +
                            " records");
    }
}

void Observer::check_history(journal::Journal& journal) const {
    const auto records = journal.read(code_, {0}, journal::all_records, records_.size());
    if (!records || *records != records_) {
        throw Violation("acknowledged is in the journal",
                        code_.value + ": after a start the first " +
                            std::to_string(records_.size()) + " records are others than before");
    }
}

void Observer::check_acknowledged(const Platform& platform) const {
    for (const auto& [id, sequence] : platform.acknowledged()) {
        const auto found = facts_.find(id);
        if (found == facts_.end() || found->second != sequence) {
            throw Violation("acknowledged is in the journal",
                            code_.value + ": " + id + " is not record " + std::to_string(sequence));
        }
    }
    for (const auto& [id, answer] : platform.answered_requests()) {
        if (!requests_.contains(id)) {
            throw Violation("acknowledged is in the journal", code_.value + ": " + id);
        }
    }
}

std::uint64_t Observer::last_of(const std::vector<engine::EventKind>& kinds) const {
    std::uint64_t last = 0;
    for (const auto kind : kinds) {
        last = std::max(last, replayed_.head_of(kind).value);
    }
    return last;
}

void Observer::check_consumer(const Consumer& consumer, std::string_view epoch) const {
    std::vector<Stored> published;
    for (const auto& record : records_) {
        if (std::ranges::find(consumer.kinds(), record.kind) != consumer.kinds().end()) {
            published.push_back(
                {record.sequence.value, digest_of(codec::topic_of(code_, record),
                                                  codec::encode_envelope(code_, epoch, record))});
        }
    }
    const auto& stored = consumer.stored();
    const auto [wanted, had] = std::ranges::mismatch(published, stored);
    if (wanted != published.end() || had != stored.end()) {
        throw Violation(
            "every consumer gets every event",
            consumer.name() + " of " + code_.value + " has " + std::to_string(stored.size()) +
                " of " + std::to_string(published.size()) + " events; it differs first at " +
                std::to_string(wanted != published.end() ? wanted->sequence : had->sequence));
    }
}

} // namespace klik::simulation
