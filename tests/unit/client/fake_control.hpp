#pragma once

#include "client/value_bytes.hpp"
#include "klik/event.hpp"
#include "klik/value.hpp"

#include <zmq.hpp>

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace klik::client {

/// A control endpoint whose answers a test writes. Connections are numbered from 1 as they come.
class FakeControl {
  public:
    struct Question {
        int connection = 0;
        std::string verb;
        Value map;
    };
    /// Says something to the one who asked.
    class Reply {
      public:
        Reply(zmq::socket_t& socket, std::string to, Value ref)
            : socket_{&socket}, to_{std::move(to)}, ref_{std::move(ref)} {}

        /// With the question's `ref`.
        void answer(std::string_view verb, Value map) const {
            if (!ref_.is_nil()) {
                map.set("ref", ref_);
            }
            say(verb, map);
        }
        void say(std::string_view verb, const Value& map) const { frames({verb, to_bytes(map)}); }
        void event(std::string_view verb, std::string_view topic, const Value& envelope) const {
            frames({verb, topic, to_bytes(envelope)});
        }
        void frames(std::initializer_list<std::string_view> frames) const {
            socket_->send(zmq::buffer(to_), zmq::send_flags::sndmore);
            std::size_t left = frames.size();
            for (const auto frame : frames) {
                socket_->send(zmq::const_buffer{frame.data(), frame.size()},
                              --left > 0 ? zmq::send_flags::sndmore : zmq::send_flags::none);
            }
        }

      private:
        zmq::socket_t* socket_;
        std::string to_;
        Value ref_;
    };
    using Handler = std::function<void(const Question&, const Reply&)>;

    /// With a key of its own, in Z85, it talks to every client that knows its public key.
    explicit FakeControl(Handler handler, const std::string& secret_key = {})
        : handler_{std::move(handler)} {
        if (!secret_key.empty()) {
            socket_.set(zmq::sockopt::curve_server, true);
            socket_.set(zmq::sockopt::curve_secretkey, secret_key);
        }
        socket_.set(zmq::sockopt::linger, 0);
        socket_.set(zmq::sockopt::sndhwm, 0);
        socket_.bind("tcp://127.0.0.1:*");
        endpoint_ = socket_.get(zmq::sockopt::last_endpoint);
        thread_ = std::thread{[this] { serve(); }};
    }
    ~FakeControl() { stop(); }
    FakeControl(const FakeControl&) = delete;
    FakeControl& operator=(const FakeControl&) = delete;

    [[nodiscard]] const std::string& endpoint() const { return endpoint_; }

    void stop() {
        stopped_ = true;
        if (thread_.joinable()) {
            thread_.join();
        }
    }

    /// All that was asked so far.
    [[nodiscard]] std::vector<Question> questions() const {
        const std::scoped_lock lock{mutex_};
        return questions_;
    }
    [[nodiscard]] std::vector<Question> questions(std::string_view verb) const {
        std::vector<Question> matching;
        for (auto& question : questions()) {
            if (question.verb == verb) {
                matching.push_back(std::move(question));
            }
        }
        return matching;
    }

  private:
    void serve() {
        constexpr std::chrono::milliseconds look_for_stop{5};
        while (!stopped_) {
            zmq::pollitem_t item{socket_.handle(), 0, ZMQ_POLLIN, 0};
            if (zmq::poll(&item, 1, look_for_stop) > 0) {
                serve_one();
            }
        }
    }

    void serve_one() {
        std::vector<std::string> frames;
        zmq::message_t frame;
        do {
            static_cast<void>(socket_.recv(frame));
            frames.emplace_back(frame.to_string_view());
        } while (frame.more());
        const auto map = from_bytes(frames.at(2)).value_or(Value{});
        const auto next = static_cast<int>(connections_.size()) + 1;
        const int connection = connections_.try_emplace(frames[0], next).first->second;
        const Question question{connection, frames[1], map};
        {
            const std::scoped_lock lock{mutex_};
            questions_.push_back(question);
        }
        handler_(question, Reply{socket_, frames[0], map["ref"]});
    }

    Handler handler_;
    zmq::context_t context_{1};
    zmq::socket_t socket_{context_, zmq::socket_type::router};
    std::string endpoint_;
    std::map<std::string, int> connections_;
    mutable std::mutex mutex_;
    std::vector<Question> questions_;
    std::atomic<bool> stopped_ = false;
    std::thread thread_;
};

inline Value envelope(Sequence sequence, Sequence previous = 0, std::string epoch = "e1") {
    return Value::map({{"specversion", "1.0"},
                       {"id", epoch + "." + sequence_text(sequence)},
                       {"source", "/klik/9999"},
                       {"type", "dk.klik.task.state.v1"},
                       {"subject", "7"},
                       {"time", "2024-02-01T07:00:00Z"},
                       {"sequence", sequence_text(sequence)},
                       {"previous", sequence_text(previous)},
                       {"epoch", epoch},
                       {"causationid", epoch + "." + sequence_text(1)},
                       {"data", Value::map({{"number", 7}})}});
}

inline constexpr std::string_view state_topic = "klik/v1/9999/state/7";

} // namespace klik::client
