#include "simulation/klikd.hpp"

#include "codec/state_snapshot.hpp"
#include "daemon/recovery.hpp"
#include "daemon/rule_file.hpp"

#include <stdexcept>
#include <utility>

namespace klik::simulation {

namespace {

const daemon::RuleFile& default_rules() {
    static const daemon::RuleFile rules = daemon::load_rule_file({}).value();
    return rules;
}

} // namespace

domain::Result<std::unique_ptr<Klikd>> Klikd::start(Disk& disk, Network& network,
                                                    const replay::TimeZone& zone, Defect defect,
                                                    domain::UtcTime now) {
    auto journal = SimulatedJournal::open(disk, defect);
    if (!journal) {
        return std::unexpected(std::move(journal.error()));
    }
    std::unique_ptr<Klikd> started{new Klikd{std::move(*journal), network, defect}};
    if (auto opened = started->open_offices(zone); !opened) {
        return std::unexpected(std::move(opened.error()));
    }
    started->take_up(now);
    return started;
}

domain::Result<void> Klikd::open_offices(const replay::TimeZone& zone) {
    for (const auto& code : municipalities) {
        auto recovered = daemon::recover(*journal_, code);
        if (!recovered) {
            return std::unexpected(std::move(recovered.error()));
        }
        if (!recovered->passed_over.empty()) {
            throw std::logic_error("a snapshot was passed over: " + recovered->passed_over);
        }
        offices_.push_back(std::make_unique<Office>(std::move(recovered->state), *journal_, batch_,
                                                    zone, *network_));
    }
    return {};
}

void Klikd::take_up(domain::UtcTime now) {
    for (auto& office : offices_) {
        auto& desk = office->desk;
        desk.pass_due_moments(now, true);
        if (desk.state().head.value == 0) {
            desk.load_rules(default_rules(), now);
        }
        desk.start_service(now);
    }
    finish_batch({});
}

void Klikd::step(domain::UtcTime now, bus::Instant instant, bool beat) {
    for (const auto& message : network_->arrived_at_klikd()) {
        take(message, now, instant);
    }
    for (auto& office : offices_) {
        office->desk.pass_due_moments(now, false);
        office->desk.close_batch(now);
    }
    finish_batch(instant);
    for (auto& office : offices_) {
        static_cast<void>(office->sessions.pump());
    }
    if (beat) {
        for (auto& office : offices_) {
            office->sessions.beat(instant);
            office->desk.beat(now);
        }
        finish_batch(instant);
    }
}

void Klikd::take(const ToKlikd& message, domain::UtcTime now, bus::Instant instant) {
    auto& desk = offices_[message.municipality]->desk;
    const daemon::Call call{{}, now, caller_name};
    if (const auto* published = std::get_if<Published>(&message.body)) {
        if (!batch_.read_only()) {
            static_cast<void>(
                desk.take_published_fact("platform", published->topic, published->payload, now));
        }
    } else if (const auto* told = std::get_if<Told>(&message.body)) {
        answer(message.municipality, told->id,
               batch_.read_only() ? codec::error({}, batch_.why_read_only(), "put")
                                  : desk.put({told->payload}, call));
    } else if (const auto* asked = std::get_if<engine::RequestChange>(&message.body)) {
        answer(message.municipality, asked->id,
               batch_.read_only() ? codec::error({}, batch_.why_read_only(), "request")
                                  : desk.ask({*asked}, call));
    } else {
        offices_[message.municipality]->sessions.heard({message.connection}, instant);
        of_streams_.push_back(message);
    }
}

void Klikd::answer(std::size_t municipality, const std::string& id, codec::ServerMessage message) {
    Answer made{municipality, id, std::move(message.verb), std::move(message.payload)};
    if (defect_ == Defect::answer_before_sync) {
        network_->send(std::move(made));
        return;
    }
    answers_.push_back(std::move(made));
}

void Klikd::finish_batch(bus::Instant instant) {
    const auto durable = batch_.finish();
    if (!durable && !input_ended_) {
        end_input();
    }
    for (auto& office : offices_) {
        static_cast<void>(office->desk.take_published());
        office->desk.log_done();
    }
    for (auto& each : std::exchange(answers_, {})) {
        if (!durable) {
            auto refused = codec::error({}, batch_.why_read_only(), "put");
            each.verb = std::move(refused.verb);
            each.payload = std::move(refused.payload);
        }
        acknowledged_in_vain_ += input_ended_ && each.verb != "error" ? 1U : 0U;
        network_->send(std::move(each));
    }
    for (const auto& message : std::exchange(of_streams_, {})) {
        serve(message, instant);
    }
}

void Klikd::end_input() {
    input_ended_ = true;
    if (defect_ == Defect::forgotten_rollback) {
        return;
    }
    for (auto& office : offices_) {
        auto recovered = daemon::recover(*journal_, office->desk.state().municipality);
        if (!recovered) {
            throw std::runtime_error("the state cannot be rebuilt after a failed write: " +
                                     recovered.error().sentence());
        }
        office->desk.replace_state(std::move(recovered->state));
    }
}

void Klikd::serve(const ToKlikd& message, bus::Instant instant) {
    auto& sessions = offices_[message.municipality]->sessions;
    const bus::ClientAddress from{message.connection};
    if (const auto* open = std::get_if<codec::OpenStream>(&message.body)) {
        sessions.open(from, caller_name, *open, {}, instant);
    } else if (const auto* ack = std::get_if<codec::AckStream>(&message.body)) {
        sessions.acknowledge(from, *ack, {});
    }
}

void Klikd::store_snapshots() {
    for (auto& office : offices_) {
        const auto& state = office->desk.state();
        static_cast<void>(
            batch_.store_snapshot(state.municipality, {state.head, codec::encode_state(state)}));
    }
}

void Klikd::shut_down(domain::UtcTime now) {
    for (auto& office : offices_) {
        office->desk.close_batch(now, true);
    }
    store_snapshots();
    finish_batch({});
}

} // namespace klik::simulation
