#pragma once

#include "chat/clerk.hpp"
#include "chat/reception.hpp"
#include "support/temporary_folder.hpp"
#include "unit/chat/fake_channel.hpp"
#include "unit/chat/fake_klik.hpp"
#include "unit/chat/sample.hpp"
#include "unit/chat/waiting_posts.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace klik::chat {

/// Somebody in a room, and who carries out what is asked for there.
class ClerkStage : public testing::Test {
  protected:
    ClerkStage() {
        klik_.put(sample_state());
        auto other = sample_state(130102);
        other.set("title", "Kortlæg data");
        klik_.put(other);
        start();
    }
    void start() {
        clerk_.reset();
        reception_.reset();
        store_.reset();
        store_.emplace(Store::open(folder_.path()));
        reception_.emplace(settings_, *store_);
        clerk_.emplace(settings_, klik_, *store_);
    }
    void say(const std::string& text, const std::string& id, const char* sender = "jonas@example",
             const char* room = "drift@rooms") {
        reception_->hear("xmpp", {id, room, sender, text}, klik_.time, instant_);
    }
    /// The answers that wait, oldest first.
    [[nodiscard]] std::vector<std::string> answers() const {
        std::vector<std::string> texts;
        for (const auto& post : waiting_posts(*store_, "xmpp")) {
            texts.push_back(FakeChannel::text_of(message_of(
                post.draft, [](const auto& id) { return id == "jonas" ? "Jonas Kvist" : ""; })));
        }
        return texts;
    }
    [[nodiscard]] std::string answer_to(const std::string& text) {
        say(text, "said-" + std::to_string(++said_));
        clerk_->serve();
        const auto all = answers();
        return all.empty() ? "" : all.back();
    }
    [[nodiscard]] Event outcome(const char* what, const char* reason = "") const {
        Event event;
        event.kind = "request";
        event.type = "dk.klik.request.outcome.v1";
        event.id = "e.20";
        event.data = Value::map({{"request", klik_.requests.back().id},
                                 {"number", 130101},
                                 {"outcome", what},
                                 {"reason", reason}});
        return event;
    }

    test::TemporaryFolder folder_;
    Settings settings_ = sample_settings();
    FakeKlik klik_;
    std::optional<Store> store_;
    std::optional<Reception> reception_;
    std::optional<Clerk> clerk_;
    Manners::Instant instant_{std::chrono::hours{1}};
    int said_ = 0;
};

} // namespace klik::chat
