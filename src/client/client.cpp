#include "klik/client.hpp"

#include "client/control_link.hpp"
#include "client/event_frames.hpp"

#include <algorithm>
#include <map>
#include <thread>
#include <utility>
#include <vector>

namespace klik {

namespace {

using client::ControlMessage;
using client::Deadline;

constexpr std::uint64_t snapshot_credit = 10'000;
constexpr client::Milliseconds busy_pause{100};

Value envelope_of(const Fact& fact) {
    return Value::map({{"specversion", "1.0"},
                       {"id", fact.id},
                       {"source", fact.source},
                       {"type", fact.type},
                       {"time", fact.time},
                       {"datacontenttype", "application/msgpack"},
                       {"data", fact.data}});
}

Value map_of(const ChangeRequest& request) {
    Value map = Value::map({{"id", request.id},
                            {"number", request.number},
                            {"change", request.change},
                            {"reason", request.reason}});
    if (request.base_revision) {
        map.set("base_revision", *request.base_revision);
    }
    if (!request.actor.is_nil()) {
        map.set("actor", request.actor);
    }
    Value::List lineage{request.lineage.begin(), request.lineage.end()};
    map.set("lineage", std::move(lineage));
    return map;
}

std::unexpected<Error> unexpected_verb(const ControlMessage& message) {
    return std::unexpected(Error{"unreadable", "an answer that was not expected: " + message.verb});
}

Result<PutAnswer> put_answer(const ControlMessage& message) {
    if (message.verb == "error") {
        return std::unexpected(message.error());
    }
    if (message.verb != "put.ok") {
        return unexpected_verb(message);
    }
    const auto sequence = client::sequence_in(message.map, "sequence");
    if (!sequence) {
        return std::unexpected(sequence.error());
    }
    return PutAnswer{std::string{message.map["id"].text()}, *sequence,
                     message.map["duplicate"].flag_or(false)};
}

} // namespace

class Client::Connection {
  public:
    explicit Connection(ClientOptions options)
        : options_{std::move(options)}, link_{options_.control, options_.keys} {}

    [[nodiscard]] client::ControlLink& link() { return link_; }
    [[nodiscard]] client::Milliseconds timeout() const { return options_.timeout; }
    [[nodiscard]] Result<ControlMessage> ask(std::string_view verb, std::string_view answer,
                                             Value map,
                                             std::optional<client::Milliseconds> timeout = {}) {
        auto message = link_.answer_to(verb, std::move(map), timeout.value_or(options_.timeout));
        if (message && message->verb != answer) {
            return unexpected_verb(*message);
        }
        return message;
    }
    /// Again after a pause, as long as klikd has no room for the answer and the timeout lasts.
    [[nodiscard]] Result<ControlMessage>
    ask_patiently(std::string_view verb, std::string_view answer, const Value& map,
                  std::optional<client::Milliseconds> timeout) {
        const Deadline deadline{timeout.value_or(options_.timeout)};
        while (true) {
            auto message = ask(verb, answer, map, timeout);
            if (message || message.error().code != "busy" || deadline.passed()) {
                return message;
            }
            std::this_thread::sleep_for(std::min(busy_pause, deadline.left()));
        }
    }
    /// The next message, whatever it answers.
    [[nodiscard]] Result<ControlMessage> next(std::string_view verb) {
        const Deadline deadline{options_.timeout};
        do {
            auto message = link_.receive(deadline.left());
            if (!message) {
                return std::unexpected(std::move(message.error()));
            }
            if (*message) {
                return **std::move(message);
            }
        } while (!deadline.passed());
        link_.disconnect();
        return std::unexpected(link_.no_answer(verb));
    }

  private:
    ClientOptions options_;
    client::ControlLink link_;
};

Client::Client(std::unique_ptr<Connection> connection) : connection_{std::move(connection)} {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<Client> Client::connect(ClientOptions options) {
    auto connection = std::make_unique<Connection>(std::move(options));
    if (auto connected = connection->link().connect(); !connected) {
        return std::unexpected(std::move(connected.error()));
    }
    return Client{std::move(connection)};
}

Result<PutAnswer> Client::put(const Fact& fact) {
    const auto message =
        connection_->ask("put", "put.ok", Value::map({{"event", envelope_of(fact)}}));
    return message ? put_answer(*message) : std::unexpected(message.error());
}

Result<void>
Client::put_all(const std::function<std::optional<Fact>()>& next,
                const std::function<void(std::size_t position, const Result<PutAnswer>&)>& answered,
                std::size_t in_flight) {
    struct OnItsWay {
        std::size_t position;
        Value envelope;
    };
    std::map<std::uint64_t, OnItsWay> waiting; // by the number of the question
    std::vector<OnItsWay> put_off;             // klikd had no room for them
    std::size_t position = 0;
    bool more = true;
    Deadline patience{connection_->timeout()};
    const auto send = [&](OnItsWay put) -> Result<void> {
        const auto ref = connection_->link().ask("put", Value::map({{"event", put.envelope}}));
        if (ref) {
            waiting.emplace(*ref, std::move(put));
        } else if (ref.error().code == "too_large") {
            answered(put.position, std::unexpected(ref.error()));
        } else {
            return std::unexpected(ref.error());
        }
        return {};
    };
    while (more || !waiting.empty() || !put_off.empty()) {
        if (waiting.empty() && !put_off.empty()) {
            std::this_thread::sleep_for(busy_pause);
            for (auto& put : std::exchange(put_off, {})) {
                if (auto sent = send(std::move(put)); !sent) {
                    return sent;
                }
            }
        }
        while (more && put_off.empty() && waiting.size() < in_flight) {
            const auto fact = next();
            if (!fact) {
                more = false;
                break;
            }
            if (auto sent = send({position++, envelope_of(*fact)}); !sent) {
                return sent;
            }
        }
        if (waiting.empty()) {
            continue;
        }
        const auto message = connection_->next("put");
        if (!message) {
            return std::unexpected(message.error());
        }
        const auto found = waiting.find(message->ref().value_or(0));
        if (found == waiting.end()) {
            if (message->verb == "error" && !message->ref()) {
                return std::unexpected(message->error());
            }
            continue;
        }
        const auto answer = put_answer(*message);
        if (!answer && answer.error().code == "busy" && !patience.passed()) {
            put_off.push_back(std::move(found->second));
        } else {
            patience = Deadline{connection_->timeout()};
            answered(found->second.position, answer);
        }
        waiting.erase(found);
    }
    return {};
}

Result<RequestAnswer> Client::request(const ChangeRequest& request) {
    const auto message =
        connection_->link().answer_to("request", map_of(request), connection_->timeout());
    if (!message) {
        return std::unexpected(message.error());
    }
    if (message->verb == "request.refused") {
        return RequestAnswer{false, 0, std::string{message->map["reason"].text()},
                             message->map["violations"]};
    }
    if (message->verb != "request.accepted") {
        return unexpected_verb(*message);
    }
    const auto sequence = client::sequence_in(message->map, "sequence");
    if (!sequence) {
        return std::unexpected(sequence.error());
    }
    return RequestAnswer{true, *sequence, {}, {}};
}

Result<LocalAnswer> Client::local(std::string_view action, const Value& keys, std::string_view id) {
    Value map = Value::map({{std::string{action}, keys}});
    if (!id.empty()) {
        map.set("id", id);
    }
    const auto message = connection_->ask("local", "local.ok", std::move(map));
    if (!message) {
        return std::unexpected(message.error());
    }
    const auto sequence = client::sequence_in(message->map, "sequence");
    if (!sequence) {
        return std::unexpected(sequence.error());
    }
    return LocalAnswer{message->map["number"].whole().value_or(0), *sequence};
}

Result<Sequence> Client::report(std::string_view event, std::string_view item,
                                std::string_view person, std::string_view outcome,
                                std::string_view detail) {
    Value map = Value::map({{"event", Value{event}},
                            {"item", Value{item}},
                            {"person", Value{person}},
                            {"outcome", Value{outcome}}});
    if (!detail.empty()) {
        map.set("detail", detail);
    }
    const auto message = connection_->ask("report", "report.ok", std::move(map));
    if (!message) {
        return std::unexpected(message.error());
    }
    return client::sequence_in(message->map, "sequence");
}

Result<std::vector<Value>> Client::query(std::string_view what, const Value& keys,
                                         std::optional<std::chrono::milliseconds> timeout) {
    std::vector<Value> rows;
    std::string after;
    do {
        auto page = query_page(what, keys, after, timeout);
        if (!page) {
            return std::unexpected(std::move(page.error()));
        }
        rows.insert(rows.end(), std::make_move_iterator(page->rows.begin()),
                    std::make_move_iterator(page->rows.end()));
        after = std::move(page->next);
    } while (!after.empty());
    return rows;
}

Result<QueryPage> Client::query_page(std::string_view what, const Value& keys,
                                     std::string_view after,
                                     std::optional<std::chrono::milliseconds> timeout) {
    Value map = Value::map({{"what", what}});
    for (const auto& [key, value] : keys.entries()) {
        map.set(key, value);
    }
    if (!after.empty()) {
        map.set("after", after);
    }
    const auto message = connection_->ask_patiently("query", "result", map, timeout);
    if (!message) {
        return std::unexpected(message.error());
    }
    const auto at = client::sequence_in(message->map, "at");
    if (!at) {
        return std::unexpected(at.error());
    }
    return QueryPage{*at, message->map["rows"].list(), std::string{message->map["next"].text()}};
}

Result<Snapshot> Client::snapshot() {
    const auto begin = connection_->ask(
        "snapshot", "snapshot.begin",
        Value::map({{"kinds", Value::List{"state"}}, {"credit", snapshot_credit}}));
    if (!begin) {
        return std::unexpected(begin.error());
    }
    const auto sequence = client::sequence_in(begin->map, "sequence");
    if (!sequence) {
        return std::unexpected(sequence.error());
    }
    Snapshot snapshot{std::string{begin->map["epoch"].text()}, *sequence, {}};
    for (std::uint64_t used = 0;;) {
        const auto message = connection_->next("snapshot");
        if (!message) {
            return std::unexpected(message.error());
        }
        if (message->verb == "snapshot.end") {
            return snapshot;
        }
        if (message->verb == "error") {
            return std::unexpected(message->error());
        }
        if (message->verb != "snapshot.row") {
            continue;
        }
        auto row = client::event_from(message->topic, message->envelope);
        if (!row) {
            return std::unexpected(std::move(row.error()));
        }
        snapshot.rows.push_back(*std::move(row));
        if (++used == snapshot_credit / 2) {
            const Value more = Value::map({{"epoch", snapshot.epoch},
                                           {"sequence", sequence_text(0)},
                                           {"credit", std::exchange(used, 0)}});
            // It may arrive behind the last row, when nothing is left to acknowledge. The number
            // keeps that answer from being taken for one to the next question.
            if (auto told = connection_->link().ask("ack", more); !told) {
                return std::unexpected(std::move(told.error()));
            }
        }
    }
}

Result<std::string> Client::advance_clock(std::string_view advance_to,
                                          std::chrono::milliseconds timeout) {
    const auto message =
        connection_->ask("clock", "clock.ok", Value::map({{"advance_to", advance_to}}), timeout);
    if (!message) {
        return std::unexpected(message.error());
    }
    return std::string{message->map["now"].text()};
}

Result<Value> Client::admin(std::string_view action, const Value& keys) {
    Value map = Value::map({{"do", action}});
    for (const auto& [key, value] : keys.entries()) {
        map.set(key, value);
    }
    auto message = connection_->ask("admin", "admin.ok", std::move(map));
    if (!message) {
        return std::unexpected(std::move(message.error()));
    }
    auto entries = message->map.entries();
    std::erase_if(entries, [](const Value::Entry& entry) { return entry.first == "ref"; });
    return Value{std::move(entries)};
}

Result<JournalHead> Client::ping() {
    const auto message = connection_->ask("ping", "pong", Value::map());
    if (!message) {
        return std::unexpected(message.error());
    }
    const auto head = client::sequence_in(message->map, "head");
    if (!head) {
        return std::unexpected(head.error());
    }
    return JournalHead{std::string{message->map["epoch"].text()}, *head,
                       std::string{message->map["now"].text()}};
}

} // namespace klik
