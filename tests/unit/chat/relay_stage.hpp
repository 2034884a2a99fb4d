#pragma once

#include "chat/relay.hpp"
#include "chat/wording.hpp"
#include "support/temporary_folder.hpp"
#include "unit/chat/fake_channel.hpp"
#include "unit/chat/sample.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

namespace klik::chat {

/// A relay for one room of a channel that does as it is told.
class RelayStage : public testing::Test {
  protected:
    RelayStage() { start(); }

    /// As after a kill: what was in memory is gone.
    void start() {
        relay_.reset();
        store_.reset();
        store_.emplace(Store::open(folder_.path()));
        relay_ =
            std::make_unique<Relay>(settings_, "xmpp", channel_, *store_,
                                    [](const std::string& municipality, const std::string& person) {
                                        return municipality == "9999" && person == "jonas"
                                                   ? std::string{"Jonas Kvist"}
                                                   : std::string{};
                                    });
    }
    void tell(std::int64_t number, Kind kind = Kind::blocked, const char* from = "",
              const char* to = "") {
        Change change;
        change.kind = kind;
        change.number = number;
        change.task = sample_seen();
        change.from = from;
        change.to = to;
        change.key = "e." + std::to_string(++events_);
        add(change);
    }
    void add(const Change& change) {
        Outbox{*store_}.add(settings_.rooms.front(), change, line_of(change, Wording{}), now_);
    }
    void turn() {
        relay_->compose(now_, instant_);
        relay_->hand_over(now_, instant_);
        static_cast<void>(relay_->work({}, now_, instant_));
    }
    void turns(int count) {
        for (int i = 0; i < count; ++i) {
            turn();
        }
    }
    void pass(std::chrono::seconds time) {
        now_ += time;
        instant_ += time;
    }
    [[nodiscard]] Room& room() { return settings_.rooms.front(); }

    test::TemporaryFolder folder_;
    Settings settings_ = sample_settings();
    FakeChannel channel_;
    std::optional<Store> store_;
    std::unique_ptr<Relay> relay_;
    common::Time now_ = *common::time_from_rfc3339("2024-03-06T11:00:00Z");
    Relay::Instant instant_{std::chrono::hours{1}};
    int events_ = 0;
};

} // namespace klik::chat
