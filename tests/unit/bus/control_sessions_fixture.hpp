#pragma once

#include "bus/control_sessions.hpp"
#include "unit/bus/fake_event_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::bus::test {

using codec::StreamStart;
using Lines = std::vector<std::string>;

class ControlSessionsTest : public testing::Test {
  protected:
    using From = std::variant<StreamStart, domain::Sequence>;

    void open(const std::string& client, const std::string& name, From from,
              std::uint64_t credit = 100, std::vector<engine::EventKind> kinds = {}) {
        sessions.open(client_address(client), "local", {name, from, std::move(kinds), credit}, "",
                      now);
    }
    void open_as(const std::string& key, const std::string& client, const std::string& name,
                 From from) {
        sessions.open(key_address(client, key), key, {name, from, {}, 100}, "", now);
    }
    void ack(const std::string& client, std::uint64_t sequence, std::uint64_t credit = 0,
             const std::string& epoch = "epoch-1") {
        sessions.acknowledge(client_address(client), {epoch, {sequence}, credit}, "");
    }
    void snapshot(const std::string& client, std::uint64_t credit) {
        sessions.snapshot(client_address(client), {{engine::EventKind::state}, credit}, "", now);
    }
    Lines got(const std::string& client) { return clients.got(client); }
    Lines pumped(const std::string& client) {
        static_cast<void>(got(client));
        while (sessions.pump()) {
        }
        return got(client);
    }
    /// The code of the client's latest error, of which it must have got one just now.
    std::string error_of(const std::string& client) {
        const auto lines = got(client);
        if (lines.empty() || lines.back() != "error") {
            return "no error";
        }
        return clients.last(client, "error")["code"];
    }

    FakeEventLog log;
    FakeClients clients;
    ControlSessions sessions{log, clients};
    Instant now{std::chrono::hours{1}};
};

} // namespace klik::bus::test
