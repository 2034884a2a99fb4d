#include "simulation/ledger.hpp"

#include "engine/task_view.hpp"
#include "simulation/violation.hpp"

#include <algorithm>

namespace klik::simulation {

namespace {

constexpr const char* platform_source = "/platform";

/// Of a record that a fact left, or a change of the municipality's own.
const engine::FactIdentity* identity_of(const engine::Event& event) {
    return std::visit(
        []<class Body>(const Body& body) -> const engine::FactIdentity* {
            if constexpr (requires { body.fact.source; }) {
                return &body.fact;
            } else {
                return nullptr;
            }
        },
        event.body);
}

bool is_missing(const engine::SourceCount& count, domain::Sequence number) {
    return std::ranges::any_of(count.gaps, [&](const auto& gap) {
        return std::ranges::any_of(gap.second.missing, [&](const auto& range) {
            return range.first <= number && number <= range.second;
        });
    });
}

} // namespace

void Ledger::take(const engine::Event& event) {
    if (event.cause == event.sequence) {
        take_position(event);
    }
    take_local(event);
    take_set(event);
    take_people(event);
    if (const auto* loaded = std::get_if<engine::RulesLoaded>(&event.body)) {
        rules_.push_back(loaded->toml);
    }
}

void Ledger::take_position(const engine::Event& event) {
    const auto* fact = identity_of(event);
    if (fact == nullptr) {
        return;
    }
    facts_.insert(fact->id);
    if (fact->source != platform_source) {
        local_inputs_.insert(event.sequence.value);
    } else if (fact->position) {
        first_contact_ = first_contact_.value_or(*fact->position);
        counted_[fact->position->epoch].insert(fact->position->sequence.value);
    }
}

void Ledger::take_local(const engine::Event& event) {
    const bool wished = local_inputs_.contains(event.cause.value);
    const auto* removed = std::get_if<engine::TaskRemoved>(&event.body);
    if (removed != nullptr && removed->number.value < 0 && !wished) {
        throw Violation("a local task goes by the municipality's wish alone",
                        municipality_ + " #" + domain::to_string(removed->number));
    }
    const auto* edge = std::get_if<engine::LocalEdgeChanged>(&event.body);
    if (edge != nullptr && !wished) {
        throw Violation("a local edge goes by the municipality's wish alone",
                        municipality_ + " #" + domain::to_string(edge->number));
    }
    const auto* observed = std::get_if<engine::TaskObserved>(&event.body);
    if (observed == nullptr || observed->observation.number.value > 0) {
        return;
    }
    if (const auto* title = observed->observation[domain::TaskField::title];
        title && !local_titles_.insert(std::get<std::string>(*title)).second) {
        throw Violation("one effect of a wish",
                        municipality_ + ": " + std::get<std::string>(*title) + " is there twice");
    }
}

void Ledger::take_set(const engine::Event& event) {
    if (const auto* ended = std::get_if<engine::SetEnded>(&event.body)) {
        ends_of_sets_.emplace(event.sequence.value, ended->set);
        if (ended->incomplete.empty()) {
            for (const auto& [epoch, numbers] : counted_) {
                covered_[epoch] = *numbers.rbegin();
            }
        }
    }
    const auto* removed = std::get_if<engine::TaskRemoved>(&event.body);
    const auto set = ends_of_sets_.find(event.cause.value);
    if (removed != nullptr && set != ends_of_sets_.end()) {
        gone_.emplace_back(set->second, removed->number);
    }
}

void Ledger::take_people(const engine::Event& event) {
    if (const auto* erased = std::get_if<engine::PersonErased>(&event.body)) {
        erased_.insert(erased->persons.begin(), erased->persons.end());
    }
    const auto* notified = std::get_if<engine::Notified>(&event.body);
    if (notified != nullptr && erased_.contains(notified->notification.recipient.person)) {
        throw Violation("nobody is told who was erased",
                        municipality_ + ": " + notified->notification.recipient.person.value +
                            " in record " + domain::to_string(event.sequence));
    }
}

void Ledger::check_losses(const engine::State& state) const {
    const auto* source = state.source(platform_source);
    if (source == nullptr) {
        return;
    }
    for (const auto& [epoch, count] : source->counts) {
        const auto counted = counted_.find(epoch);
        if (counted == counted_.end()) {
            throw Violation("no loss is silent", municipality_ + ": the count " + epoch);
        }
        // What was published before klikd first heard of the platform it cannot know of.
        std::uint64_t number = epoch == first_contact_->epoch ? first_contact_->sequence.value : 1;
        if (const auto covered = covered_.find(epoch); covered != covered_.end()) {
            number = std::max(number, covered->second + 1);
        }
        for (; number <= count.last.value; ++number) {
            if (counted->second.contains(number) == is_missing(count, {number})) {
                throw Violation("no loss is silent", municipality_ + ": fact " +
                                                         std::to_string(number) + " of " + epoch);
            }
        }
    }
}

void Ledger::check_sets(const Platform& platform) const {
    for (const auto& [set, number] : gone_) {
        if (platform.named_by(set).contains(static_cast<int>(number.value))) {
            throw Violation("a set takes away only what it does not name",
                            municipality_ + ": " + set + " names #" + domain::to_string(number));
        }
    }
}

void Ledger::check_wishes(const Wishes& wishes) const {
    for (const auto& [id, sequence] : wishes.acknowledged()) {
        if (!local_inputs_.contains(sequence)) {
            throw Violation("acknowledged is in the journal", municipality_ + ": " + id +
                                                                  " is not record " +
                                                                  std::to_string(sequence));
        }
    }
    // The first are those that klikd itself begins with.
    for (std::size_t at = 1; at < rules_.size(); ++at) {
        if (!wishes.rules().contains(rules_[at])) {
            throw Violation("rules change by a wish alone", municipality_ + ": " + rules_[at]);
        }
    }
}

void Ledger::check_people(journal::Journal& journal) const {
    for (const auto& id : erased_) {
        const auto person = journal.person({municipality_}, id);
        if (!person) {
            throw Violation("the journal can be read", person.error().sentence());
        }
        if (*person && !((*person)->name.empty() && (*person)->email.empty())) {
            throw Violation("who was erased stays so", municipality_ + ": " + id.value);
        }
    }
}

void Ledger::check_views(const engine::State& state) const {
    for (const auto& [number, entry] : state.tasks) {
        auto holds = engine::standing_of(state, entry.task, state.now.date());
        holds.latest_safe_finish = entry.standing.latest_safe_finish;
        if (entry.published.value != 0 && engine::PublishedStanding{holds} != entry.standing) {
            throw Violation("what was published holds", municipality_ + " #" +
                                                            domain::to_string(number) + " at " +
                                                            domain::to_string(state.head));
        }
    }
}

bool Ledger::has_all(const Platform& platform, const FactLog& log) const {
    const auto found = covered_.find(log.epoch);
    const auto covered = found == covered_.end() ? 0 : found->second;
    return std::ranges::all_of(platform.published(), [&](const PublishedFact& fact) {
        return fact.epoch != log.epoch || !fact.whole || fact.sequence < log.first ||
               fact.sequence <= covered || facts_.contains(fact.id);
    });
}

} // namespace klik::simulation
