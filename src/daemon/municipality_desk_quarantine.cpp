// What the desk does with messages of a platform that it could not take; the rest of it is in
// municipality_desk.cpp.

#include "daemon/municipality_desk.hpp"

#include <fmt/core.h>

namespace klik::daemon {

namespace {

using domain::Problem;

constexpr std::string_view quarantine_verb = "admin";

} // namespace

void MunicipalityDesk::refuse_published(codec::QuarantinedMessage message, const Problem& problem,
                                        domain::UtcTime now) {
    ++counters_["quarantined"];
    message.problem = problem;
    message.received = moment(now).utc;
    message.last_seen = message.received;
    message.bytes = message.payload.size();
    quarantine_.keep(std::move(message));
}

void MunicipalityDesk::close_batch(domain::UtcTime now, bool at_end) {
    for (auto& notice : quarantine_.notices(at_end)) {
        if (!batch_->read_only()) {
            report(std::move(notice.kind), std::move(notice.details), now);
        }
    }
}

void MunicipalityDesk::beat(domain::UtcTime now) {
    source_log_.beat();
    for (auto& notice : quarantine_.beat(moment(now).utc)) {
        report(std::move(notice.kind), std::move(notice.details), now);
    }
}

codec::ServerMessage MunicipalityDesk::administer(const codec::Administer& wish, const Call& call) {
    switch (wish.action) {
    case codec::AdminAction::load_rules:
        return load_rules(wish, call);
    case codec::AdminAction::replace_person:
        return replace_person(wish, call);
    case codec::AdminAction::erase_person:
        return erase_person(wish, call);
    case codec::AdminAction::test_message:
        return tell_test_message(wish, call);
    case codec::AdminAction::quarantine_retry:
    case codec::AdminAction::quarantine_drop:
        break;
    }
    const auto message = quarantine_.find(wish.number);
    if (!message) {
        return codec::error(call.ref, message.error(), quarantine_verb);
    }
    return wish.action == codec::AdminAction::quarantine_retry ? retry(*message, call)
                                                               : drop(*message, call);
}

codec::ServerMessage MunicipalityDesk::retry(const codec::QuarantinedMessage& message,
                                             const Call& call) {
    auto taken = decide_again(message, call.now);
    if (taken) {
        if (auto removed = quarantine_.remove(message.number); !removed) {
            taken = std::unexpected(std::move(removed.error()));
        }
    }
    if (!taken) {
        return codec::error(call.ref, taken.error(), quarantine_verb);
    }
    report("quarantine_taken",
           {{"number", std::to_string(message.number)},
            {"sequence", domain::to_string(taken->sequence)},
            {"duplicate", taken->duplicate ? "true" : "false"},
            {"via", std::string{call.via}}},
           call.now);
    done_.push_back(
        fmt::format("[K145] {}: message {} of the quarantine was taken at the wish of {}",
                    state_.municipality.value, message.number, call.via));
    return codec::quarantine_taken(call.ref, message.number, taken->sequence, taken->duplicate);
}

domain::Result<MunicipalityDesk::Taken>
MunicipalityDesk::decide_again(const codec::QuarantinedMessage& message, domain::UtcTime now) {
    const auto still = [&](const Problem& problem) {
        return std::unexpected(Problem{
            problem.code, "",
            fmt::format("message {} is still refused: {}", message.number, problem.sentence())});
    };
    if (!message.framed()) {
        return still(not_two_frames);
    }
    auto fact = read_published(message.topic, message.payload);
    if (!fact) {
        return still(fact.error());
    }
    auto taken = take(*std::move(fact), message.platform, now);
    if (!taken && !batch_->read_only()) {
        return still(taken.error());
    }
    return taken;
}

codec::ServerMessage MunicipalityDesk::drop(const codec::QuarantinedMessage& message,
                                            const Call& call) {
    if (const auto removed = quarantine_.remove(message.number); !removed) {
        return codec::error(call.ref, removed.error(), quarantine_verb);
    }
    report("quarantine_dropped",
           {{"number", std::to_string(message.number)},
            {"code", message.problem.code},
            {"reason", message.problem.sentence()},
            {"via", std::string{call.via}}},
           call.now);
    done_.push_back(
        fmt::format("[K146] {}: message {} of the quarantine was dropped at the wish of {}",
                    state_.municipality.value, message.number, call.via));
    return codec::quarantine_dropped(call.ref, message.number, state_.head);
}

} // namespace klik::daemon
