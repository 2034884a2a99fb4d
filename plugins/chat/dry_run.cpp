#include "chat/dry_run.hpp"

#include "chat/harmless_text.hpp"
#include "chat/office.hpp"
#include "chat/relay.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <memory>
#include <ostream>
#include <utility>

namespace klik::chat {

namespace {

constexpr std::chrono::milliseconds a_moment{100};
constexpr std::chrono::seconds patience{10};

std::string text_of(const Message& message) {
    std::string text;
    for (const auto& line : message.lines) {
        text += "  ";
        for (const auto& span : line) {
            const auto words = visible(span.text);
            text += span.kind == Span::Kind::link ? fmt::format("{} <{}>", words, span.url) : words;
        }
        text += '\n';
    }
    return text;
}

/// A channel that writes down what it is handed.
class Paper : public Channel {
  public:
    explicit Paper(std::string name, std::ostream& out) : name_{std::move(name)}, out_{out} {}
    [[nodiscard]] const Abilities& abilities() const override { return abilities_; }
    [[nodiscard]] bool ready(const std::string& /*room*/) const override { return true; }
    void post(const Post& post) override {
        out_ << fmt::format("{} {}:\n{}", name_,
                            post.room.empty() ? "(to somebody alone)" : post.room,
                            text_of(post.message));
        happened_.emplace_back(Posted{post.id, {}});
        ++count_;
    }
    [[nodiscard]] std::vector<Happening> work(std::chrono::milliseconds /*patience*/) override {
        return std::exchange(happened_, {});
    }
    [[nodiscard]] std::size_t count() const { return count_; }

  private:
    std::string name_;
    std::ostream& out_;
    Abilities abilities_;
    std::vector<Happening> happened_;
    std::size_t count_ = 0;
};

Result<void> read_on(Office& office) {
    const auto give_up = std::chrono::steady_clock::now() + patience;
    while (!office.hear() || !office.klik().desk().caught_up()) {
        if (std::chrono::steady_clock::now() > give_up) {
            return std::unexpected(
                Error{"no_answer", fmt::format("{}: klikd does not give its tasks and events",
                                               office.klik().municipality())});
        }
        if (auto listened = office.listen(a_moment); !listened) {
            return listened;
        }
    }
    return {};
}

/// All posts of a channel, one after the other.
std::size_t print(Relay& relay, const Paper& paper, common::Time now) {
    const auto instant = std::chrono::steady_clock::now();
    std::size_t before = 0;
    do {
        before = paper.count();
        relay.compose(now, instant);
        relay.hand_over(now, instant);
        static_cast<void>(relay.work({}, now, instant));
    } while (paper.count() > before);
    return paper.count();
}

} // namespace

Result<void> dry_run(const Settings& settings, const Store& store, std::ostream& out) {
    std::map<std::string, std::unique_ptr<Office>> offices;
    common::Time now{};
    for (const auto& municipality : settings.municipalities) {
        auto& office = offices[municipality.code];
        // A stream of its own: that of the service stays where it is.
        const auto place = store.place(municipality.code);
        const KlikdStream stream{"chat-dry-run", place ? sequence_text(place->sequence) : "end",
                                 false};
        office = std::make_unique<Office>(settings, municipality, store, stream);
        if (auto read = read_on(*office); !read) {
            return read;
        }
        now = std::max(now, office->klik().now());
    }
    std::size_t count = 0;
    for (const auto& [name, make] : settings.channels) {
        Paper paper{name, out};
        Relay relay{settings, name, paper, store,
                    [&](const std::string& municipality, const std::string& person) {
                        const auto found = offices.find(municipality);
                        return found == offices.end() ? std::string{}
                                                      : found->second->klik().name_of(person);
                    }};
        count += print(relay, paper, now);
    }
    out << fmt::format("{} post(s) would be made.\n", count);
    return {};
}

} // namespace klik::chat
