// Tells who is to be told what, for ever: reader [CONTROL_ENDPOINT]
#include <klik/durable_stream.hpp>

#include <chrono>
#include <iostream>

int main(int count, char** words) {
    klik::StreamOptions options;
    options.control = count > 1 ? words[1] : "tcp://127.0.0.1:7511";
    options.name = "my-mailer";    // klikd keeps the place of this name
    options.from_when_new = "end"; // a new mailer does not send all of history
    options.kinds = {"notification"};

    auto stream = klik::DurableStream::open(options);
    if (!stream) {
        std::cerr << stream.error().text << '\n';
        return 1;
    }
    std::cerr << "reading\n";
    while (true) {
        const auto event = stream->next(std::chrono::seconds{1});
        if (!event) {
            std::cerr << event.error().text << '\n';
            return 1;
        }
        if (*event) {
            const klik::Value& data = (*event)->data;
            for (const klik::Value& item : data["items"].list()) {
                std::cout << data.at("recipient.person").text() << ": " << item.at("text.da").text()
                          << '\n';
            }
            std::cout << std::flush;
            stream->acknowledge(**event); // only after it has been dealt with
        }
    }
}
