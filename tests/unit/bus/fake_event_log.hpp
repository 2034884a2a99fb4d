#pragma once

#include "bus/client_sink.hpp"
#include "bus/event_log.hpp"
#include "bus/published_event.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace klik::bus::test {

using domain::Sequence;

/// A journal in memory whose records are state events of the task with their own sequence as
/// number, unless said otherwise.
class FakeEventLog final : public EventLog {
  public:
    void add(engine::EventKind kind = engine::EventKind::state) {
        codec::Record record;
        record.sequence = {records_.size() + 1};
        record.kind = kind;
        record.type = "dk.klik.task.state.v1";
        record.subject = std::to_string(record.sequence.value);
        record.data = "\x80";
        records_.push_back(std::move(record));
    }
    void add_many(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            add();
        }
    }
    void prune_before(std::uint64_t first) { first_ = {first}; }
    void refuse_cursors() { cursors_refused_ = true; }
    [[nodiscard]] std::map<std::string, StreamCursor>& cursors() { return cursors_; }
    /// How often events were read.
    [[nodiscard]] std::size_t reads() const { return reads_; }
    /// The record as it is published.
    [[nodiscard]] PublishedEvent published(Sequence sequence) const {
        return published_event(code_, epoch_, records_.at(sequence.value - 1));
    }

    [[nodiscard]] const domain::MunicipalityCode& municipality() const override { return code_; }
    [[nodiscard]] const std::string& epoch() const override { return epoch_; }
    [[nodiscard]] Sequence first() override { return first_; }
    [[nodiscard]] Sequence head() override { return {records_.size()}; }
    bool is_durable() override { return durable_; }
    void become_durable(bool durable) { durable_ = durable; }

    [[nodiscard]] domain::Result<std::vector<codec::Record>> read(Sequence after, KindMask kinds,
                                                                  std::size_t limit) override {
        std::vector<codec::Record> found;
        ++reads_;
        for (const auto& record : records_) {
            const bool wanted = ((kinds >> static_cast<unsigned>(record.kind)) & 1U) != 0;
            if (record.sequence > after && wanted && found.size() < limit) {
                found.push_back(record);
            }
        }
        return found;
    }
    [[nodiscard]] domain::Result<std::optional<StreamCursor>>
    cursor(std::string_view name) override {
        const auto found = cursors_.find(std::string{name});
        return found == cursors_.end() ? std::nullopt : std::optional{found->second};
    }
    [[nodiscard]] domain::Result<void> store_cursor(std::string_view name,
                                                    const StreamCursor& cursor) override {
        if (cursors_refused_) {
            return std::unexpected(domain::Problem{"read_only", "", "the disk is full"});
        }
        cursors_[std::string{name}] = cursor;
        return {};
    }
    [[nodiscard]] domain::Result<std::size_t> count_names(std::string_view owner) override {
        return static_cast<std::size_t>(std::ranges::count_if(
            cursors_, [&](const auto& entry) { return entry.second.owner == owner; }));
    }
    [[nodiscard]] domain::Result<std::optional<PublishedTask>>
    next_task(std::optional<domain::TaskNumber> after) override {
        const auto index = after ? static_cast<std::size_t>(after->value) : 0;
        if (index >= records_.size()) {
            return std::nullopt;
        }
        return PublishedTask{{static_cast<std::int64_t>(index) + 1}, records_[index]};
    }

  private:
    domain::MunicipalityCode code_{"9999"};
    std::string epoch_ = "epoch-1";
    Sequence first_{1};
    std::vector<codec::Record> records_;
    std::map<std::string, StreamCursor> cursors_;
    bool durable_ = true;
    bool cursors_refused_ = false;
    std::size_t reads_ = 0;
};

/// The address of a client under a routing id that the socket gave it.
[[nodiscard]] inline ClientAddress client_address(const std::string& client) {
    return {'\0' + client};
}

/// The same of a client that has proved to hold the key.
[[nodiscard]] inline ClientAddress key_address(const std::string& client, const std::string& key) {
    auto address = client_address(client);
    address.public_key = "key of " + key;
    return address;
}

/// Remembers what each client was sent, as text: `event 3`, `opened {...}`.
class FakeClients final : public ClientSink {
  public:
    void block(const std::string& client) { blocked_.insert(client); }
    void unblock(const std::string& client) { blocked_.erase(client); }
    void leave(const std::string& client) { gone_.insert(client); }

    /// What the client got since the last call: the verb, and for an event the last part of its
    /// topic.
    [[nodiscard]] std::vector<std::string> got(const std::string& client) {
        return std::exchange(verbs_[client], {});
    }
    /// The map of the client's latest message with that verb.
    [[nodiscard]] klik::test::Json last(const std::string& client, const std::string& verb) const {
        return klik::test::json_of(payloads_.at({client, verb}));
    }

    [[nodiscard]] Delivery send(const ClientAddress& to, const Outgoing& message) override {
        const std::string client = to.routing_id.substr(to.chosen_by_client() ? 0 : 1);
        if (gone_.contains(client)) {
            return Delivery::gone;
        }
        if (blocked_.contains(client)) {
            return Delivery::blocked;
        }
        std::string line = message.verb;
        if (!message.topic.empty()) {
            line += " " + message.topic.substr(message.topic.rfind('/') + 1);
        }
        verbs_[client].push_back(line);
        payloads_[{client, message.verb}] = message.payload;
        return Delivery::sent;
    }

  private:
    std::set<std::string> blocked_;
    std::set<std::string> gone_;
    std::map<std::string, std::vector<std::string>> verbs_;
    std::map<std::pair<std::string, std::string>, std::string> payloads_;
};

} // namespace klik::bus::test
