#pragma once

#include "chat/channel.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace klik::chat {

/// A channel whose rooms take what they are given, unless a test says otherwise.
class FakeChannel : public Channel {
  public:
    Abilities can{.threads = true, .replaces = true, .hears = true};
    bool answers = true;                  ///< else it says nothing of what it was handed
    bool logs = false;                    ///< why a room fails
    std::set<std::string> closed;         ///< rooms that are not ready
    std::map<std::string, Error> failing; ///< rooms that do not take posts
    std::vector<Post> posts;              ///< all that was handed over

    [[nodiscard]] const Abilities& abilities() const override { return can; }
    [[nodiscard]] bool ready(const std::string& room) const override {
        return !closed.contains(room);
    }
    void post(const Post& post) override {
        posts.push_back(post);
        if (!answers) {
            return;
        }
        if (const auto failure = failing.find(post.room); failure != failing.end()) {
            happened_.emplace_back(NotPosted{post.id, failure->second, {}, logs});
        } else {
            happened_.emplace_back(Posted{post.id, "at-" + post.id});
        }
    }
    void hear(Said said) { happened_.emplace_back(std::move(said)); }
    [[nodiscard]] std::vector<Happening> work(std::chrono::milliseconds /*patience*/) override {
        return std::exchange(happened_, {});
    }
    /// The texts of all posts, a line feed between lines.
    [[nodiscard]] std::vector<std::string> texts() const {
        std::vector<std::string> found;
        for (const auto& post : posts) {
            found.push_back(text_of(post.message));
        }
        return found;
    }
    [[nodiscard]] static std::string text_of(const Message& message) {
        std::string text;
        for (const auto& line : message.lines) {
            text += text.empty() ? "" : "\n";
            for (const auto& span : line) {
                text += span.text;
            }
        }
        return text;
    }

  private:
    std::vector<Happening> happened_;
};

} // namespace klik::chat
