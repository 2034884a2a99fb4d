#pragma once

#include "daemon/service.hpp"
#include "unit/daemon/daemon_fixture.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace klik::daemon::test {

inline constexpr int patience_steps = 6000; // of 10 ms; never reached on a working machine
inline constexpr std::chrono::milliseconds short_wait{10};

struct Message {
    std::string verb;
    std::string topic;
    Json map;
};

/// A client in the same thread: whoever waits for an answer lets the service do its rounds.
class Client {
  public:
    Client(Service& service, bus::Context& context, zmq::socket_type type,
           const std::string& endpoint)
        : service_{&service}, socket_{context, type} {
        socket_.set(zmq::sockopt::linger, 0);
        if (type == zmq::socket_type::sub) {
            socket_.set(zmq::sockopt::subscribe, "");
        }
        socket_.connect(endpoint);
    }
    void say(const std::string& verb, const Json& map) {
        socket_.send(zmq::buffer(verb), zmq::send_flags::sndmore);
        socket_.send(zmq::buffer(klik::test::msgpack_of(map)), zmq::send_flags::none);
    }
    /// The next message, of a SUB with an empty verb.
    Message next() {
        for (int i = 0; i < patience_steps; ++i) {
            std::vector<std::string> frames;
            zmq::message_t frame;
            while (socket_.recv(frame, zmq::recv_flags::dontwait)) {
                frames.push_back(frame.to_string());
                if (!frame.more()) {
                    break;
                }
            }
            if (!frames.empty()) {
                keep_seen(frames);
                const bool topic_first = starts_with_topic(frames.front());
                return {topic_first ? "" : frames.front(),
                        topic_first          ? frames.front()
                        : frames.size() == 3 ? frames[1]
                                             : "",
                        klik::test::json_of(frames.back())};
            }
            service_->step(short_wait);
        }
        ADD_FAILURE() << "no message came";
        return {};
    }
    Message ask(const std::string& verb, Json map = Json::object()) {
        say(verb, map);
        return next_but_heartbeats();
    }
    Message next_but_heartbeats() {
        auto message = next();
        while (message.verb == "heartbeat") {
            message = next();
        }
        return message;
    }

  private:
    static bool starts_with_topic(const std::string& frame) {
        return frame.starts_with("klik/v1/");
    }

    Service* service_;
    zmq::socket_t socket_;
};

class ServiceTest : public testing::Test {
  protected:
    /// Starts, or starts again on the same folder.
    void start(const std::string& virtual_clock = "2024-02-01T08:00:00+01:00",
               std::vector<domain::MunicipalityCode> codes = {{"9999"}}) {
        service.reset();
        Config config;
        config.municipalities.clear();
        for (auto& code : codes) {
            config.municipalities.push_back({std::move(code),
                                             "Korsbæk Kommune",
                                             {"tcp://127.0.0.1:0"},
                                             {"tcp://127.0.0.1:0"},
                                             rules_path});
        }
        if (!virtual_clock.empty()) {
            config.virtual_clock = utc(virtual_clock);
        }
        config.platforms = platforms;
        configure(config);
        auto filling =
            std::make_unique<FillingJournal>(journal::open_sqlite_journal(folder.data()).value());
        journal = filling.get();
        before_start(*journal);
        auto started = Service::start(config, load_rule_files(config.municipalities).value(),
                                      std::move(filling), load_curve_keys(config.curve).value());
        ASSERT_TRUE(started) << started.error().sentence();
        service = std::move(*started);
    }
    /// The n-th address after `name=` in the ready line.
    std::string endpoint(const std::string& name, int which = 0) const {
        const std::string line = service->ready_line();
        std::size_t at = 0;
        for (int i = 0; i <= which; ++i) {
            at = line.find(" " + name + "=", at) + name.size() + 2;
        }
        return line.substr(at, line.find(' ', at) - at);
    }
    Client control(int which = 0) {
        return {*service, context, zmq::socket_type::dealer, endpoint("control", which)};
    }
    /// A subscriber that has heard a beat and so misses nothing from here on.
    Client live() {
        Client subscriber{*service, context, zmq::socket_type::sub, endpoint("live")};
        while (subscriber.next().topic != "klik/v1/9999/beat") {
        }
        return subscriber;
    }
    static Json put_of(const Json& event) { return {{"event", event}, {"ref", 1}}; }

    TemporaryFolder folder;
    bus::Context context;
    std::string rules_path;
    std::vector<PlatformSettings> platforms;
    FillingJournal* journal = nullptr;
    std::function<void(Config&)> configure = [](Config&) {};
    std::function<void(FillingJournal&)> before_start = [](FillingJournal&) {};
    std::unique_ptr<Service> service;
};

} // namespace klik::daemon::test
