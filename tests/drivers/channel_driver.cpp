// One channel of klik-chat without the plugin around it, for tests:
//
//     channel_driver FILE NAME ROOM...
//
// FILE is the operator's, of which [plugins.chat.channels.NAME] is read. Each line of standard
// input is a post as JSON, handed over at once or, with `"when_ready": true`, as soon as the
// channel is ready for it; each line of standard output tells what happened, or that a room became
// ready. It ends with standard input.

#include "chat/channels.hpp"
#include "common/log.hpp"

#include <nlohmann/json.hpp>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <iostream>
#include <map>

namespace {

using nlohmann::json;
using namespace klik;

json told(const chat::Posted& each) {
    return {{"posted", each.id}, {"place", each.place}};
}

json told(const chat::NotPosted& each) {
    return {{"not_posted", each.id},
            {"code", each.error.code},
            {"text", each.error.text},
            {"wait_s", each.wait ? json(each.wait->count()) : json()},
            {"logged", each.is_logged}};
}

json told(const chat::Said& each) {
    return {{"said", each.id},
            {"room", each.room},
            {"sender", each.sender},
            {"text", each.text},
            {"near", each.near}};
}

json told(const chat::Missed& each) {
    return {{"missed", each.words.size()}, {"room", each.room}};
}

chat::Span span_of(const json& words) {
    if (words.is_string()) {
        return {words.get<std::string>()};
    }
    const auto url = words.value("url", "");
    return {words.value("text", ""),
            url.empty() ? chat::Span::Kind::strong : chat::Span::Kind::link, url};
}

chat::Post post_of(const json& words) {
    chat::Post post{.id = words.at("id"),
                    .room = words.value("room", ""),
                    .message = {},
                    .thread = words.value("thread", ""),
                    .replaces = words.value("replaces", ""),
                    .answers = words.value("answers", "")};
    for (const auto& line : words.value("lines", json::array())) {
        auto& spans = post.message.lines.emplace_back();
        for (const auto& span : line) {
            spans.push_back(span_of(span));
        }
    }
    return post;
}

class Driver {
  public:
    Driver(std::unique_ptr<chat::Channel> channel, std::vector<std::string> rooms)
        : channel_{std::move(channel)}, rooms_{std::move(rooms)} {}

    /// False at the end of the input.
    bool step() {
        const auto happenings = channel_->work(std::chrono::milliseconds{20});
        // First: who reads how a post ended knows already whether the room may be used again.
        for (const auto& room : rooms_) {
            if (const bool ready = channel_->ready(room); ready != ready_[room]) {
                ready_[room] = ready;
                std::cout << json{{"ready", ready}, {"room", room}} << std::endl;
            }
        }
        for (const auto& happening : happenings) {
            std::visit([](const auto& each) { std::cout << told(each) << std::endl; }, happening);
        }
        hand_over();
        return read();
    }

  private:
    void hand_over() {
        std::erase_if(waiting_, [&](const auto& post) {
            const bool ready = channel_->ready(post.room);
            if (ready) {
                channel_->post(post);
            }
            return ready;
        });
    }

    bool read() {
        pollfd input{STDIN_FILENO, POLLIN, 0};
        if (poll(&input, 1, 0) <= 0) {
            return true;
        }
        std::array<char, 65536> bytes{};
        const auto count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
        if (count <= 0) {
            return false;
        }
        text_.append(bytes.data(), static_cast<std::size_t>(count));
        for (auto end = text_.find('\n'); end != std::string::npos; end = text_.find('\n')) {
            take(json::parse(text_.substr(0, end)));
            text_.erase(0, end + 1);
        }
        return true;
    }

    void take(const json& words) {
        if (words.value("when_ready", false)) {
            waiting_.push_back(post_of(words));
        } else {
            channel_->post(post_of(words));
        }
    }

    std::unique_ptr<chat::Channel> channel_;
    std::vector<std::string> rooms_;
    std::map<std::string, bool> ready_;
    std::vector<chat::Post> waiting_;
    std::string text_;
};

} // namespace

int main(int count, char** words) {
    if (count < 3) {
        std::cerr << "channel_driver FILE NAME ROOM...\n";
        return 1;
    }
    const std::vector<std::string> rooms{words + 3, words + count};
    common::set_up_log("channel_driver", spdlog::level::info);
    common::SettingsFile file{words[1]};
    common::Section chat{file, "chat"};
    common::Section channels{chat, "channels"};
    common::Section section{channels, words[2]};
    const auto maker = chat::read_channel(section, words[2], rooms);
    section.finish();
    for (const auto& mistake : file.mistakes()) {
        std::cerr << mistake << '\n';
    }
    if (!file.mistakes().empty()) {
        return 78;
    }
    Driver driver{maker(chat::Use::serve), rooms};
    while (driver.step()) {
    }
}
