#include <klik/client.hpp>
#include <klik/durable_stream.hpp>
#include <klik/live_subscriber.hpp>
#include <klik/task_view.hpp>

#include <iostream>

/// As a plugin's author would begin, against an endpoint that is none: needs no klikd, and all of
/// the library is linked.
int main() {
    const auto client = klik::Client::connect({.control = "no endpoint"});
    const auto stream = klik::DurableStream::open({.control = "no endpoint", .name = "consumer"});
    const auto live = klik::LiveSubscriber::connect({.live = "no endpoint"});
    const auto view = klik::TaskView::open({.control = "no endpoint", .name = "consumer"});
    if (client || stream || live || view) {
        std::cerr << "connected to what is no endpoint\n";
        return 1;
    }
    std::cout << client.error().code << ": " << client.error().text << '\n';
    return client.error().code == "unusable" ? 0 : 1;
}
