#include "bus/control_sessions.hpp"

#include "codec/server_message.hpp"

#include <algorithm>
#include <vector>

namespace klik::bus {

namespace {

/// A client's share of one round, so that a long catch-up delays nobody else.
constexpr std::size_t share_of_a_round = 256;
/// A trouble that is shorter is none.
constexpr std::uint64_t beats_until_told = 3;

} // namespace

void ControlSessions::heard(const ClientAddress& from, Instant now) {
    const auto found = sessions_.find(from.routing_id);
    if (found == sessions_.end()) {
        return;
    }
    if (found->second.address.public_key != from.public_key) {
        end(from.routing_id);
        return;
    }
    found->second.last_heard = now;
}

void ControlSessions::heard_all(Instant now) {
    for (auto& [routing_id, session] : sessions_) {
        session.last_heard = now;
    }
}

void ControlSessions::open(const ClientAddress& from, std::string_view caller,
                           const codec::OpenStream& wish, const codec::Ref& ref, Instant now) {
    if (const auto possible = check_session_for(from); !possible) {
        refuse(from, ref, possible.error(), "open");
        return;
    }
    auto stream = DurableStream::open(wish, caller, *log_);
    if (!stream) {
        if (stream.error().code == "gone") {
            // A client that cannot be reached has nothing that its answer could change.
            static_cast<void>(say(from, codec::gone(ref, log_->first())));
            return;
        }
        refuse(from, ref, stream.error(), "open");
        return;
    }
    if (const auto holder = streams_.find(wish.name);
        holder != streams_.end() && holder->second != from.routing_id) {
        const std::string older = holder->second;
        Session& session = sessions_.at(older);
        refuse(session.address, session.stream_ref,
               {"conflict", "name", "the stream was opened by another connection"}, "open");
        close_stream(session);
        forget_if_idle(older);
    }
    Session& session = session_of(from, now);
    close_stream(session);
    if (!session.snapshot) {
        session.credit = 0;
    }
    const std::uint64_t granted = std::min(wish.credit, most_credit);
    grant(session, granted);
    streams_[wish.name] = from.routing_id;
    const auto start = stream->position();
    session.stream = std::move(*stream);
    session.stream_ref = ref;
    // Without that word whatever follows it means nothing; the client asks anew.
    if (say(from, codec::opened(ref, log_->epoch(), log_->first(), log_->head(), start, granted)) !=
        Delivery::sent) {
        end(from.routing_id);
    }
}

void ControlSessions::acknowledge(const ClientAddress& from, const codec::AckStream& ack,
                                  const codec::Ref& ref) {
    const auto found = sessions_.find(from.routing_id);
    if (found == sessions_.end()) {
        refuse(from, ref, {"not_found", "", "no stream is open on this connection; open one first"},
               "ack");
        return;
    }
    Session& session = found->second;
    if (session.stream) {
        if (const auto done = session.stream->acknowledge(ack, *log_); !done) {
            refuse(from, ref, done.error(), "ack");
            close_stream(session);
            forget_if_idle(from.routing_id);
            return;
        }
    } else if (ack.epoch != log_->epoch()) {
        refuse(from, ref,
               {"wrong_epoch", "epoch", "the snapshot is of another journal; take a new one"},
               "ack");
        end(from.routing_id);
        return;
    }
    grant(session, ack.credit);
}

void ControlSessions::snapshot(const ClientAddress& from, const codec::AskSnapshot& wish,
                               const codec::Ref& ref, Instant now) {
    if (const auto possible = check_session_for(from); !possible) {
        refuse(from, ref, possible.error(), "snapshot");
        return;
    }
    Session& session = session_of(from, now);
    if (!session.stream) {
        session.credit = 0;
    }
    grant(session, wish.credit);
    const auto head = log_->head();
    session.snapshot = Snapshot{head, std::nullopt, ref};
    if (say(from, codec::snapshot_begin(ref, log_->epoch(), head)) != Delivery::sent) {
        end(from.routing_id);
    }
}

bool ControlSessions::pump() {
    if (!log_->is_durable()) {
        return false;
    }
    bool more = false;
    std::vector<std::string> ended;
    for (auto& [routing_id, session] : sessions_) {
        auto progress = pump_snapshot(session);
        if (progress == Progress::waiting) {
            progress = pump_stream(session);
        }
        more = more || progress == Progress::more;
        if (progress == Progress::ended || (!session.stream && !session.snapshot)) {
            ended.push_back(routing_id);
        }
    }
    for (const auto& routing_id : ended) {
        end(routing_id);
    }
    return more;
}

void ControlSessions::beat(Instant now) {
    std::vector<std::string> ended;
    for (auto& [routing_id, session] : sessions_) {
        if (now - session.last_heard >= silence_allowed) {
            refuse_session(session, {"timeout", "",
                                     "nothing was heard for ten seconds; the cursor is kept, "
                                     "connect anew and open it"});
            complaints_.push_back({session.address, session.stream ? session.stream->name() : "",
                                   "it said nothing for ten seconds; its session was ended"});
            ended.push_back(routing_id);
            continue;
        }
        if (!session.stream) {
            continue;
        }
        const auto heartbeat = say(session.address, codec::heartbeat(log_->epoch(), log_->head(),
                                                                     session.stream->position()));
        look_for_trouble(session, heartbeat);
        if (heartbeat == Delivery::gone) {
            ended.push_back(routing_id);
        }
    }
    for (const auto& routing_id : ended) {
        end(routing_id);
    }
}

void ControlSessions::look_for_trouble(Session& session, Delivery heartbeat) {
    const auto& name = session.stream->name();
    const bool waits = session.credit == 0 && session.stream->position() < log_->head();
    session.beats_without_credit = waits ? session.beats_without_credit + 1 : 0;
    if (session.beats_without_credit == beats_until_told) {
        complaints_.push_back({session.address, name,
                               "it gives no credit; what comes behind " +
                                   domain::to_string(session.stream->position()) + " waits"});
    }
    const bool taken = heartbeat != Delivery::blocked;
    session.beats_not_taken = taken ? 0 : session.beats_not_taken + 1;
    if (session.beats_not_taken == beats_until_told) {
        complaints_.push_back({session.address, name, "it does not read what is sent to it"});
    }
}

void ControlSessions::end_all_but(const std::function<bool(const ClientAddress&)>& may_read) {
    std::vector<std::string> ended;
    for (const auto& [routing_id, session] : sessions_) {
        if (!may_read(session.address)) {
            refuse_session(session, {"forbidden", "", "this key may not read here any more"});
            ended.push_back(routing_id);
        }
    }
    for (const auto& routing_id : ended) {
        end(routing_id);
    }
}

domain::Result<void> ControlSessions::check_session_for(const ClientAddress& from) const {
    if (from.chosen_by_client()) {
        return std::unexpected(domain::Problem{
            "forbidden", "",
            "the connection has a routing id of the client's choice, with which a break would go "
            "unseen and events be lost; leave ZMQ_ROUTING_ID unset"});
    }
    if (sessions_.contains(from.routing_id)) {
        return {};
    }
    const auto open = std::ranges::count_if(sessions_, [&](const auto& entry) {
        return entry.second.address.public_key == from.public_key;
    });
    if (static_cast<std::size_t>(open) < most_sessions_of_a_key) {
        return {};
    }
    return std::unexpected(
        domain::Problem{"busy", "",
                        "this key has " + std::to_string(most_sessions_of_a_key) +
                            " streams and snapshots open, and no key may have more; close some"});
}

void ControlSessions::refuse_session(const Session& session, const domain::Problem& problem) {
    refuse(session.address, session.stream ? session.stream_ref : session.snapshot->ref, problem,
           session.stream ? "open" : "snapshot");
}

ControlSessions::Session& ControlSessions::session_of(const ClientAddress& from, Instant now) {
    Session& session = sessions_[from.routing_id];
    session.address = from;
    session.last_heard = now;
    return session;
}

void ControlSessions::close_stream(Session& session) {
    if (session.stream) {
        streams_.erase(session.stream->name());
        session.stream.reset();
    }
}

void ControlSessions::forget_if_idle(const std::string& routing_id) {
    if (const auto found = sessions_.find(routing_id);
        found != sessions_.end() && !found->second.stream && !found->second.snapshot) {
        sessions_.erase(found);
    }
}

void ControlSessions::end(const std::string& routing_id) {
    if (const auto found = sessions_.find(routing_id); found != sessions_.end()) {
        close_stream(found->second);
        sessions_.erase(found);
    }
}

void ControlSessions::grant(Session& session, std::uint64_t credit) {
    session.credit = std::min(most_credit, session.credit + std::min(credit, most_credit));
}

void ControlSessions::refuse(const ClientAddress& to, const codec::Ref& ref,
                             const domain::Problem& problem, std::string_view about) {
    // To a client that cannot be reached there is nobody to say it to; the sink has counted it.
    static_cast<void>(say(to, codec::error(ref, problem, about)));
}

Delivery ControlSessions::say(const ClientAddress& to, codec::ServerMessage message) {
    return sink_->send(to, {std::move(message.verb), "", std::move(message.payload)});
}

Delivery ControlSessions::tell(Session& session, std::string_view verb,
                               const PublishedEvent& event) {
    const auto delivery = sink_->send_event(session.address, verb, event);
    if (delivery == Delivery::sent) {
        --session.credit;
    }
    return delivery;
}

Delivery ControlSessions::tell(Session& session, std::string_view verb,
                               const codec::Record& record) {
    return tell(session, verb, published_event(log_->municipality(), log_->epoch(), record));
}

ControlSessions::Progress ControlSessions::without(Delivery undelivered) {
    return undelivered == Delivery::blocked ? Progress::waiting : Progress::ended;
}

ControlSessions::Progress ControlSessions::pump_snapshot(Session& session) {
    for (std::size_t rows = 0; session.snapshot; ++rows) {
        auto task = log_->next_task(session.snapshot->after);
        if (!task) {
            refuse(session.address, session.snapshot->ref, task.error(), "snapshot");
            return Progress::ended;
        }
        if (!*task) {
            const auto last = say(session.address,
                                  codec::snapshot_end(session.snapshot->ref, session.snapshot->at));
            if (last == Delivery::blocked) {
                return Progress::waiting;
            }
            session.snapshot.reset();
            return last == Delivery::gone ? Progress::ended : Progress::waiting;
        }
        if (session.credit == 0) {
            return Progress::waiting;
        }
        if (rows == share_of_a_round) {
            return Progress::more;
        }
        if (const auto delivery = tell(session, "snapshot.row", (*task)->record);
            delivery != Delivery::sent) {
            return without(delivery);
        }
        session.snapshot->after = (*task)->number;
    }
    return Progress::waiting;
}

ControlSessions::Progress ControlSessions::pump_stream(Session& session) {
    const auto head = log_->head();
    if (!session.stream || session.credit == 0 || session.stream->position() >= head) {
        return Progress::waiting;
    }
    const auto share =
        static_cast<std::size_t>(std::min<std::uint64_t>(session.credit, share_of_a_round));
    return recent_.cover(session.stream->position(), head) ? pump_recent(session, share)
                                                           : pump_log(session, share);
}

ControlSessions::Progress ControlSessions::pump_recent(Session& session, std::size_t share) {
    for (std::size_t count = 0; count < share; ++count) {
        const auto* event = recent_.next(session.stream->position(), session.stream->kinds());
        if (event == nullptr) {
            session.stream->complete_up_to(log_->head());
            return Progress::waiting;
        }
        if (const auto delivery = tell(session, "event", *event); delivery != Delivery::sent) {
            return without(delivery);
        }
        session.stream->sent(event->sequence);
    }
    return session.credit > 0 ? Progress::more : Progress::waiting;
}

ControlSessions::Progress ControlSessions::pump_log(Session& session, std::size_t share) {
    const auto head = log_->head();
    const auto records = session.stream->next(*log_, share);
    if (!records) {
        refuse(session.address, session.stream_ref, records.error(), "open");
        return Progress::ended;
    }
    for (const auto& record : *records) {
        if (const auto delivery = tell(session, "event", record); delivery != Delivery::sent) {
            return without(delivery);
        }
        session.stream->sent(record.sequence);
    }
    if (records->size() < share) {
        session.stream->complete_up_to(head);
        return Progress::waiting;
    }
    return session.credit > 0 ? Progress::more : Progress::waiting;
}

std::map<std::string, KindMask> ControlSessions::kinds_of_streams() const {
    std::map<std::string, KindMask> kinds;
    for (const auto& [routing_id, session] : sessions_) {
        if (session.stream) {
            kinds.emplace(session.stream->name(), session.stream->kinds());
        }
    }
    return kinds;
}

} // namespace klik::bus
