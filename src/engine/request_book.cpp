#include "engine/request_book.hpp"

namespace klik::engine {

namespace {

void no_longer_accepted(State& state, domain::TaskNumber number, const RequestKey& key) {
    const auto found = state.accepted.find(number);
    if (found != state.accepted.end() && found->second.erase(key) > 0 && found->second.empty()) {
        state.accepted.erase(found);
    }
}

void forget_deadline(State& state, const RequestKey& key) {
    if (const auto found = state.deadlines.find(key); found != state.deadlines.end()) {
        state.unanswered_at.erase({found->second, key});
        state.deadlines.erase(found);
    }
}

void set_deadline(State& state, const RequestKey& key, domain::UtcTime at) {
    forget_deadline(state, key);
    state.unanswered_at.emplace(at, key);
    state.deadlines.emplace(key, at);
}

} // namespace

void note_asked(State& state, const Event& event, const ChangeAsked& asked) {
    RequestEntry& entry = state.requests[{asked.via, asked.request.id}];
    entry.request = asked.request;
    entry.via = asked.via;
    entry.sequence = event.sequence;
    entry.asked_at = event.at;
}

void note_concluded(State& state, const Event& event, const RequestConcluded& concluded) {
    const RequestKey key{concluded.via, concluded.request};
    RequestEntry& entry = state.requests.at(key);
    if (event.cause == entry.sequence) {
        entry.answer = concluded.outcome;
        entry.reason = concluded.reason;
        entry.violations = concluded.violations;
    }
    entry.outcome = concluded.outcome;
    switch (concluded.outcome) {
    case Outcome::accepted:
        state.accepted[entry.request.number].insert(key);
        set_deadline(state, key, entry.asked_at.utc + state.rules.request_unanswered_after);
        break;
    case Outcome::unanswered: // it stays accepted: a late fact may still fulfil it
        forget_deadline(state, key);
        break;
    case Outcome::refused:
    case Outcome::fulfilled:
    case Outcome::superseded:
        no_longer_accepted(state, entry.request.number, key);
        forget_deadline(state, key);
        break;
    }
}

} // namespace klik::engine
