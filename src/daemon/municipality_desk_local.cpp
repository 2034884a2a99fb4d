// A municipality's own tasks and edges; the rest of the desk is in municipality_desk.cpp.

#include "daemon/municipality_desk.hpp"

namespace klik::daemon {

namespace {

using domain::Problem;

constexpr std::string_view local_verb = "local";

/// Ids are unique for each caller.
std::string source_of(const domain::MunicipalityCode& municipality, std::string_view via) {
    return "/klik/" + municipality.value + "/local/" + std::string{via};
}

} // namespace

domain::Result<std::optional<engine::Event>>
MunicipalityDesk::made_before(const codec::ChangeLocal& wish, std::string_view via) {
    if (wish.id.empty()) {
        return std::nullopt;
    }
    const auto first =
        journal_->find_input(state_.municipality, source_of(state_.municipality, via), wish.id);
    if (!first) {
        batch_->fail(first.error());
        return std::unexpected(batch_->why_read_only());
    }
    if (!*first) {
        return std::nullopt;
    }
    return recorded(**first);
}

std::optional<Problem> MunicipalityDesk::refusal_of(const codec::ChangeLocal& wish,
                                                    std::string_view via) {
    const auto before = made_before(wish, via);
    if (!before) {
        return before.error();
    }
    return *before ? std::nullopt : engine::refusal_of(state_, wish.change);
}

codec::ServerMessage MunicipalityDesk::change_local(const codec::ChangeLocal& wish,
                                                    const Call& call) {
    const auto before = made_before(wish, call.via);
    if (!before) {
        return codec::error(call.ref, before.error(), local_verb);
    }
    if (*before) {
        return codec::local_ok(call.ref, *engine::task_of((*before)->body), (*before)->sequence);
    }
    pass_due_moments(call.now, false);
    if (const auto refusal = engine::refusal_of(state_, wish.change)) {
        return codec::error(call.ref, *refusal, local_verb);
    }
    const auto number = wish.change.action == engine::LocalAction::add_task
                            ? engine::next_local_number(state_)
                            : wish.change.task.number;
    engine::FactIdentity identity{
        source_of(state_.municipality, call.via),
        wish.id.empty() ? domain::to_string(domain::Sequence{state_.head.value + 1}) : wish.id,
        moment(call.now).utc,
        {}};
    const auto sequence =
        decide(moment(call.now), call.via, engine::input_for(state_, wish.change, identity));
    if (!wish.id.empty()) {
        batch_->remember_input(state_.municipality, identity.source, identity.id, sequence);
    }
    ++counters_["local_changes"];
    return codec::local_ok(call.ref, number, sequence);
}

} // namespace klik::daemon
