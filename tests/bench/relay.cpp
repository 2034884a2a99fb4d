#include "bench/relay.hpp"

#include "bench/open_curve.hpp"
#include "bus/curve_options.hpp"

#include <fmt/format.h>
#include <zmq.hpp>

#include <cstdio>

namespace klik::bench {

void run_relay(const RelaySettings& settings) {
    zmq::context_t context{1};
    zmq::socket_t in{context, zmq::socket_type::sub};
    zmq::socket_t out{context, zmq::socket_type::pub};
    constexpr int queue = 10'000; // klikd's own
    in.set(zmq::sockopt::rcvhwm, queue);
    out.set(zmq::sockopt::sndhwm, queue);
    in.set(zmq::sockopt::subscribe, "platform/v1/");
    if (!settings.own_secret_key.empty()) {
        const keys::KeyPair own{keys::public_key_of(settings.own_secret_key),
                                settings.own_secret_key};
        bus::become_curve_client(in, {settings.platform_public_key, own});
        become_open_curve_server(out, settings.own_secret_key);
    }
    in.connect(settings.inlet);
    out.bind("tcp://127.0.0.1:*");
    fmt::print("{}\n", out.get(zmq::sockopt::last_endpoint));
    std::fflush(stdout);
    const std::string payload(settings.outgoing_bytes, 'x');
    zmq::message_t frame;
    for (;;) {
        static_cast<void>(in.recv(frame));
        while (frame.more()) {
            static_cast<void>(in.recv(frame));
        }
        out.send(zmq::buffer(settings.outgoing_topic), zmq::send_flags::sndmore);
        out.send(zmq::buffer(payload), zmq::send_flags::none);
    }
}

} // namespace klik::bench
