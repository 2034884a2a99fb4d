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

domain::Result<std::unique_ptr<Klikd>> Klikd::start(Storage& storage, const Disk& disk,
                                                    Network& network, const replay::TimeZone& zone,
                                                    Defect defect, domain::UtcTime now,
                                                    bus::Instant instant) {
    auto journal = storage.open();
    if (!journal) {
        return std::unexpected(std::move(journal.error()));
    }
    std::unique_ptr<Klikd> started{new Klikd{std::move(*journal), disk, network, defect}};
    if (auto opened = started->open_offices(zone); !opened) {
        return std::unexpected(std::move(opened.error()));
    }
    started->take_up(now, instant);
    return started;
}

domain::Result<void> Klikd::open_offices(const replay::TimeZone& zone) {
    for (const auto& code : municipalities) {
        auto recovered = daemon::recover(*journal_, code);
        if (!recovered) {
            return std::unexpected(std::move(recovered.error()));
        }
        if (!recovered->passed_over.empty() && !disk_->may_have_a_flipped_bit()) {
            throw std::logic_error("a snapshot was passed over: " + recovered->passed_over);
        }
        offices_.push_back(std::make_unique<Office>(std::move(recovered->state), *journal_, batch_,
                                                    zone, *network_, offices_.size()));
    }
    return {};
}

void Klikd::take_up(domain::UtcTime now, bus::Instant instant) {
    for (auto& office : offices_) {
        auto& desk = office->desk;
        desk.pass_due_moments(now, true);
        if (desk.state().head.value == 0 || defect_ == Defect::forgotten_rules) {
            desk.load_rules(default_rules(), now);
        }
        desk.start_service(now);
        office->feed.start(desk, instant);
    }
    finish_batch(instant);
}

void Klikd::read_platforms(domain::UtcTime now, bus::Instant instant) {
    for (auto& office : offices_) {
        if (!batch_.read_only() && defect_ != Defect::unread_stream) {
            static_cast<void>(office->feed.receive(office->desk, now, instant));
        }
    }
}

void Klikd::step(domain::UtcTime now, bus::Instant instant, bool beat) {
    read_platforms(now, instant);
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
            office->feed.beat(office->desk, instant);
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
            offices_[message.municipality]->feed.take(
                desk, {published->topic, published->payload, true, {}}, now, instant);
        }
    } else if (const auto* told = std::get_if<Told>(&message.body)) {
        answer(message.municipality, told->id,
               batch_.read_only() ? codec::error({}, batch_.why_read_only(), "put")
                                  : desk.put({told->payload}, call));
    } else if (const auto* asked = std::get_if<engine::RequestChange>(&message.body)) {
        answer(message.municipality, asked->id,
               batch_.read_only() ? codec::error({}, batch_.why_read_only(), "request")
                                  : desk.ask({*asked}, call));
    } else if (const auto* wish = std::get_if<Wish>(&message.body)) {
        answer(message.municipality, wish->id,
               batch_.read_only() ? codec::error({}, batch_.why_read_only(), "admin")
                                  : carry_out(*wish, message.municipality, call));
    } else {
        offices_[message.municipality]->sessions.heard({message.connection}, instant);
        of_streams_.push_back(message);
    }
}

codec::ServerMessage Klikd::carry_out(const Wish& wish, std::size_t municipality,
                                      const daemon::Call& call) {
    auto& desk = offices_[municipality]->desk;
    if (const auto* administer = std::get_if<codec::Administer>(&wish.body)) {
        return desk.administer(*administer, call);
    }
    const auto& local = std::get<codec::ChangeLocal>(wish.body);
    if (const auto refusal = desk.refusal_of(local, call.via)) {
        return codec::error(call.ref, *refusal, "local");
    }
    return desk.change_local(local, call);
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
    end_with_the_machine();
    if (!durable && !input_ended_) {
        end_input();
    }
    for (auto& office : offices_) {
        std::vector<bus::PublishedEvent> events;
        for (const auto& record : office->desk.take_published()) {
            events.push_back(
                bus::published_event(office->desk.state().municipality, journal_->epoch(), record));
        }
        if (durable) {
            office->sessions.published(std::move(events), office->desk.state().head);
        }
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

void Klikd::end_with_the_machine() const {
    if (disk_->stopped()) {
        throw Crash{};
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
            batch_.store_snapshot(state.municipality, {state.head, codec::encode_snapshot(state)}));
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
