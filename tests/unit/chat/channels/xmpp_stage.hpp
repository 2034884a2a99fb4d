#pragma once

#include "chat/channels/xmpp/xmpp_channel.hpp"
#include "unit/chat/channels/xmpp_stanzas.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

namespace klik::chat::xmpp {

/// A connection on which the test says what comes.
class FakeWire : public Wire {
  public:
    void open() override { opened = true; }
    void send(std::string xml) override { sent.push_back(std::move(xml)); }
    void give_up(Error why) override { to_come.emplace_back(Broken{std::move(why)}); }
    std::vector<ConnectionEvent> wait(std::chrono::milliseconds /*patience*/) override {
        return std::exchange(to_come, {});
    }
    bool opened = false;
    std::vector<std::string> sent;
    std::vector<ConnectionEvent> to_come;
};

class XmppChannelTest : public testing::Test {
  protected:
    XmppChannelTest() {
        auto made = std::make_unique<FakeWire>();
        wire = made.get();
        channel = std::make_unique<XmppChannel>(
            XmppSettings{.access = {.jid = "klik@example", .password = "x"},
                         .nick = "KLIK",
                         .rooms = {room_jid}},
            "rum", std::move(made));
    }

    std::vector<Happening> comes(ConnectionEvent event) {
        wire->to_come.push_back(std::move(event));
        return channel->work(std::chrono::milliseconds{0});
    }

    void enter() {
        comes(Connected{});
        comes(looked());
        comes(presence("KLIK", "klik@example/r", {"110"}));
        wire->sent.clear();
    }

    template <class What>
    static What only(const std::vector<Happening>& happenings) {
        EXPECT_EQ(happenings.size(), 1U);
        return happenings.size() == 1 && std::holds_alternative<What>(happenings[0])
                   ? std::get<What>(happenings[0])
                   : What{};
    }

    FakeWire* wire = nullptr;
    std::unique_ptr<XmppChannel> channel;
};

inline Post a_post(const std::string& id) {
    return {.id = id, .room = room_jid, .message = {{{Span{"hej"}}}}};
}

} // namespace klik::chat::xmpp
