// A stand-in for the task platform, for demonstrations and as an example for integrators: it reads
// the accepted requests as a durable stream and carries each one out, by putting the fact that the
// task now has the asked values. It includes nothing but klik/.
//
//     platform_stand_in [--control ENDPOINT]

#include <klik/client.hpp>
#include <klik/durable_stream.hpp>

#include <chrono>
#include <ctime>
#include <iostream>
#include <string>
#include <string_view>

namespace {

using namespace std::chrono_literals;

constexpr std::string_view change_requested = "dk.klik.task.change_requested.v1";

/// The platform's clock, RFC 3339 in UTC.
std::string now_text() {
    const auto seconds = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::string text(std::size("2024-02-01T08:00:00Z"), '\0');
    text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts));
    return text;
}

/// The asked values as a fact has them: a person, an id in the request, becomes {id}. The event's
/// id makes the fact's, so that an event that comes twice makes one fact.
klik::Fact fact_of(const klik::Event& event) {
    klik::Value data = klik::Value::map(
        {{"municipality", event.municipality()}, {"number", event.data["number"]}});
    for (const auto& [field, value] : event.data["change"].entries()) {
        const bool is_person = field == "responsible" || field == "assignee";
        data.set(field, is_person && value.is_text() ? klik::Value::map({{"id", value}}) : value);
    }
    return {.source = "/platform-stand-in",
            .id = event.id,
            .type = "dk.klik.task.observed.v1",
            .time = now_text(),
            .data = std::move(data)};
}

int fail(const klik::Error& error) {
    std::cerr << "platform_stand_in: " << error.code << ": " << error.text << '\n';
    return 1;
}

enum class Outcome { told, try_again, failed };

Outcome carry_out(klik::Client& client, const klik::Event& event) {
    const auto answer = client.put(fact_of(event));
    if (answer || answer.error().code == "conflict") {
        // A conflict: the fact is there already, with the time at which it was first put.
        std::cout << "carried out " << event.data["request"].text() << " on #" << event.subject
                  << '\n'
                  << std::flush;
        return Outcome::told;
    }
    fail(answer.error());
    return answer.error().code == "no_answer" ? Outcome::try_again : Outcome::failed;
}

/// The endpoint that the command line names; empty when it cannot be read.
std::string control_endpoint(int argument_count, char** arguments) {
    if (argument_count == 1) {
        return "tcp://127.0.0.1:7511";
    }
    const bool named = argument_count == 3 && std::string_view{arguments[1]} == "--control";
    return named ? arguments[2] : "";
}

} // namespace

int main(int argument_count, char** arguments) {
    const std::string control = control_endpoint(argument_count, arguments);
    if (control.empty()) {
        std::cerr << "usage: platform_stand_in [--control ENDPOINT]\n";
        return 2;
    }
    auto client = klik::Client::connect({.control = control});
    if (!client) {
        return fail(client.error());
    }
    klik::StreamOptions options;
    options.control = control;
    options.name = "platform-stand-in";
    options.from_when_new = "begin";
    options.kinds = {"request"};
    auto stream = klik::DurableStream::open(options);
    if (!stream) {
        return fail(stream.error());
    }
    std::cout << "ready" << '\n' << std::flush;
    for (;;) {
        const auto event = stream->next(1s);
        if (!event) {
            return fail(event.error());
        }
        if (!*event) {
            continue;
        }
        if ((*event)->type == change_requested) {
            Outcome outcome = Outcome::try_again;
            while (outcome == Outcome::try_again) {
                outcome = carry_out(*client, **event);
            }
            if (outcome == Outcome::failed) {
                return 1; // not acknowledged: it comes again at the next start
            }
        }
        stream->acknowledge(**event);
    }
}
