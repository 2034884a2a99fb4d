#include "klik/durable_stream.hpp"

#include "client/control_link.hpp"
#include "client/event_frames.hpp"

#include <algorithm>
#include <utility>

namespace klik {

namespace {

using client::ControlMessage;
using client::Deadline;
using client::Milliseconds;

constexpr std::string_view acked = "acked"; ///< `StreamOptions::from`

} // namespace

/// One stream over many connections. `opening_` holds the number of an `open` that is not yet
/// answered.
class DurableStream::Session {
  public:
    explicit Session(StreamOptions options)
        : options_{std::move(options)}, link_{options_.control, options_.keys},
          from_{options_.from} {}
    ~Session() { link_.drain_at_close(); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    [[nodiscard]] Result<void> open() {
        if (auto attached = attach(); !attached) {
            return attached;
        }
        const Deadline deadline{options_.timeout};
        do {
            if (const auto taken = take_message(deadline); !taken) {
                return std::unexpected(taken.error());
            }
        } while (opening_ && !deadline.passed());
        return opening_ ? std::unexpected(link_.no_answer("open")) : Result<void>{};
    }

    [[nodiscard]] Result<std::optional<Event>> next(Milliseconds timeout) {
        const Deadline deadline{timeout};
        do {
            if (ended_) {
                return std::unexpected(*ended_);
            }
            auto taken = take_message(deadline);
            if (!taken) {
                ended_ = taken.error();
                return std::unexpected(*ended_);
            }
            if (*taken) {
                return taken;
            }
        } while (!deadline.passed());
        return std::nullopt;
    }

    void acknowledge(Sequence sequence) {
        acknowledged_ = std::max(acknowledged_, sequence);
        send_acknowledgement();
    }

    [[nodiscard]] Sequence complete_up_to() const { return complete_; }
    [[nodiscard]] const std::string& epoch() const { return epoch_; }
    [[nodiscard]] std::uint64_t connections() const { return connections_; }

  private:
    /// The last event that `next` has returned, as it came: it is read again when it comes again.
    struct Returned {
        Sequence sequence = 0;
        std::string topic;
        std::string envelope;
    };

    /// Asks for the stream on a new connection.
    [[nodiscard]] Result<void> attach() {
        link_.disconnect();
        ++connections_;
        Value map =
            Value::map({{"name", options_.name}, {"from", from_}, {"credit", options_.credit}});
        if (!options_.kinds.empty()) {
            map.set("kinds", Value::List{options_.kinds.begin(), options_.kinds.end()});
        }
        const auto ref = link_.ask("open", std::move(map));
        if (!ref) {
            return std::unexpected(ref.error());
        }
        opening_ = *ref;
        heard_ = sent_ = std::chrono::steady_clock::now();
        return {};
    }

    /// Waits for one message, at most until the deadline or until something is due, and deals with
    /// it.
    [[nodiscard]] Result<std::optional<Event>> take_message(const Deadline& deadline) {
        auto message = link_.receive(std::min(deadline.left(), time_to_next_duty()));
        if (!message) {
            return std::unexpected(std::move(message.error()));
        }
        std::optional<Event> event;
        if (*message) {
            // A pong alone does not tell that the stream is open: klikd may have been started
            // again.
            if ((*message)->verb != "pong") {
                heard_ = std::chrono::steady_clock::now();
            }
            auto dealt_with = deal_with(**message);
            if (!dealt_with) {
                return dealt_with;
            }
            event = *std::move(dealt_with);
        } else if (std::chrono::steady_clock::now() - heard_ >=
                   client::silent_beats * options_.beat) {
            if (auto attached = attach(); !attached) {
                return std::unexpected(std::move(attached.error()));
            }
        }
        if (auto pinged = ping_when_silent(); !pinged) {
            return std::unexpected(std::move(pinged.error()));
        }
        return event;
    }

    [[nodiscard]] Result<std::optional<Event>> deal_with(ControlMessage& message) {
        if (message.verb == "opened" && opening_ && message.ref() == opening_) {
            return none(opened(message.map));
        }
        if (message.verb == "error") {
            return none(refused(message));
        }
        if (message.verb == "gone") {
            return std::unexpected(
                Error{"gone", "the journal begins at " + std::string{message.map["first"].text()} +
                                  ", behind the place of " + options_.name + "; take a snapshot"});
        }
        if (message.verb == "heartbeat" && !opening_) {
            return none(heartbeat(message.map));
        }
        if (message.verb == "event" && !opening_) {
            return take_event(message);
        }
        return std::nullopt;
    }

    [[nodiscard]] static Result<std::optional<Event>> none(Result<void> done) {
        if (!done) {
            return std::unexpected(std::move(done.error()));
        }
        return std::nullopt;
    }

    [[nodiscard]] Result<void> opened(const Value& map) {
        const auto start = client::sequence_in(map, "start");
        if (!start) {
            return std::unexpected(start.error());
        }
        const auto head = client::sequence_in(map, "head");
        if (!head) {
            return std::unexpected(head.error());
        }
        const std::string_view epoch = map["epoch"].text();
        if (epoch_.empty()) {
            began_ = *start;
        } else if (epoch_ != epoch || *head < complete_) {
            return another_journal();
        }
        epoch_ = epoch;
        opening_.reset();
        awaits_last_ = last_ && *start < last_->sequence;
        from_ = acked;
        acknowledged_ = std::max(acknowledged_, *start);
        reached_ = acknowledgement_sent_ = *start;
        complete_ = std::max(complete_, *start);
        unreturned_credit_ = 0;
        send_acknowledgement();
        return {};
    }

    [[nodiscard]] static std::unexpected<Error> another_journal() {
        return std::unexpected(
            Error{"wrong_epoch", "klikd has another journal than before; take a snapshot"});
    }

    /// A journal that was restored without a new epoch says other things under the same sequences:
    /// something else, or nothing, where the last event stood, or something where there was
    /// nothing.
    [[nodiscard]] bool contradicts(const Event& event) {
        const Sequence last = last_ ? last_->sequence : began_;
        if (event.sequence > last) {
            return awaits_last_ || event.sequence <= complete_;
        }
        if (!last_ || event.sequence < last) {
            return false;
        }
        awaits_last_ = false;
        return client::event_from(last_->topic, last_->envelope) != event;
    }

    [[nodiscard]] Result<void> refused(const ControlMessage& message) {
        Error error = message.error();
        if (error.code == "busy" && opening_) {
            return {}; // asked again once klikd has been silent for three beats
        }
        const bool not_found = error.code == "not_found";
        const bool session_ended = not_found && message.map["about"].text() == "ack";
        if (error.code == "timeout" || error.code == "busy" || session_ended) {
            return attach();
        }
        if (opening_ && not_found && !epoch_.empty()) {
            // klikd ended before it had stored where this stream began.
            // With the last event again, to see that it is the same journal.
            from_ =
                sequence_text(last_ ? std::min(acknowledged_, last_->sequence - 1) : acknowledged_);
            return attach();
        }
        if (opening_ && error.code == "conflict" && !epoch_.empty() && from_ != acked) {
            return another_journal(); // it does not reach as far
        }
        if (opening_ && not_found && !options_.from_when_new.empty()) {
            from_ = std::exchange(options_.from_when_new, {});
            return attach();
        }
        return std::unexpected(std::move(error));
    }

    [[nodiscard]] Result<void> heartbeat(const Value& map) {
        const auto sent = client::sequence_in(map, "sent");
        if (!sent) {
            return std::unexpected(sent.error());
        }
        if (awaits_last_ && *sent >= last_->sequence) {
            return another_journal();
        }
        reached_ = std::max(reached_, *sent);
        complete_ = std::max(complete_, *sent);
        send_acknowledgement();
        return {};
    }

    [[nodiscard]] Result<std::optional<Event>> take_event(ControlMessage& message) {
        auto event = client::event_from(message.topic, message.envelope);
        if (!event) {
            return std::unexpected(std::move(event.error()));
        }
        if (contradicts(*event)) {
            return another_journal();
        }
        ++unreturned_credit_;
        reached_ = std::max(reached_, event->sequence);
        send_acknowledgement();
        if (event->sequence <= complete_) {
            return std::nullopt;
        }
        complete_ = event->sequence;
        last_ = Returned{event->sequence, std::move(message.topic), std::move(message.envelope)};
        return *std::move(event);
    }

    /// Only what was sent on this connection can be acknowledged on it. Credit goes back with it,
    /// or alone once half of it is used up.
    void send_acknowledgement() {
        const bool moves = acknowledged_ > acknowledgement_sent_ && acknowledged_ <= reached_;
        if (opening_ || (!moves && unreturned_credit_ * 2 < options_.credit)) {
            return;
        }
        const Sequence sequence = moves ? acknowledged_ : acknowledgement_sent_;
        const Value map = Value::map({{"epoch", epoch_},
                                      {"sequence", sequence_text(sequence)},
                                      {"credit", unreturned_credit_}});
        // What could not be sent goes with the next one.
        if (link_.tell("ack", map)) {
            sent_ = std::chrono::steady_clock::now();
            acknowledgement_sent_ = sequence;
            unreturned_credit_ = 0;
        }
    }

    [[nodiscard]] Result<void> ping_when_silent() {
        const auto now = std::chrono::steady_clock::now();
        if (opening_ || now - sent_ < options_.beat) {
            return {};
        }
        sent_ = now;
        const auto pinged = link_.ask("ping", Value::map());
        return pinged ? Result<void>{} : std::unexpected(pinged.error());
    }

    [[nodiscard]] Milliseconds time_to_next_duty() const {
        auto due = heard_ + client::silent_beats * options_.beat;
        if (!opening_) {
            due = std::min(due, sent_ + options_.beat);
        }
        return std::max(Milliseconds::zero(),
                        std::chrono::ceil<Milliseconds>(due - std::chrono::steady_clock::now()));
    }

    StreamOptions options_;
    client::ControlLink link_;
    std::string from_;
    std::string epoch_;
    std::optional<std::uint64_t> opening_;
    std::optional<Error> ended_;
    std::optional<Returned> last_;
    bool awaits_last_ = false; ///< on this connection klikd has to send it again
    std::uint64_t connections_ = 0;

    Sequence began_ = 0;                ///< behind it, at first
    Sequence complete_ = 0;             ///< returned by `next`, or known to be empty, up to here
    Sequence reached_ = 0;              ///< sent on this connection up to here
    Sequence acknowledged_ = 0;         ///< by the caller, or where the stream began
    Sequence acknowledgement_sent_ = 0; ///< on this connection
    std::uint64_t unreturned_credit_ = 0;
    std::chrono::steady_clock::time_point heard_;
    std::chrono::steady_clock::time_point sent_;
};

DurableStream::DurableStream(std::unique_ptr<Session> session) : session_{std::move(session)} {}
DurableStream::DurableStream(DurableStream&&) noexcept = default;
DurableStream& DurableStream::operator=(DurableStream&&) noexcept = default;
DurableStream::~DurableStream() = default;

Result<DurableStream> DurableStream::open(StreamOptions options) {
    auto session = std::make_unique<Session>(std::move(options));
    if (auto opened = session->open(); !opened) {
        return std::unexpected(std::move(opened.error()));
    }
    return DurableStream{std::move(session)};
}

Result<std::optional<Event>> DurableStream::next(std::chrono::milliseconds timeout) {
    return session_->next(timeout);
}

void DurableStream::acknowledge(Sequence sequence) {
    session_->acknowledge(sequence);
}

Sequence DurableStream::complete_up_to() const {
    return session_->complete_up_to();
}

const std::string& DurableStream::epoch() const {
    return session_->epoch();
}

std::uint64_t DurableStream::connections() const {
    return session_->connections();
}

} // namespace klik
