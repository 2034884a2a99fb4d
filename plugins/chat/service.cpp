#include "chat/service.hpp"

#include "chat/office.hpp"
#include "chat/reception.hpp"
#include "chat/relay.hpp"
#include "common/offices.hpp"
#include "common/state_folder.hpp"
#include "common/stop_signal.hpp"

#include <algorithm>
#include <memory>

namespace klik::chat {

namespace {

constexpr const char* program = "klik-chat";
constexpr std::chrono::milliseconds patience{50};
constexpr std::chrono::seconds longest_unattended{1};
/// A restart after a crash asks for so much that it has heard.
constexpr std::chrono::seconds between_notes{30};
constexpr std::chrono::minutes between_cleanings{10};
constexpr std::chrono::days kept{30}; ///< what was posted, and which commands were heard
/// For posts that are under way when it is told to end.
constexpr std::chrono::seconds patience_when_stopped{3};

class Service {
  public:
    Service(const Settings& settings, const std::filesystem::path& folder)
        : settings_{settings}, store_{Store::open(folder)}, reception_{settings, store_} {
        keep_to(settings.rooms);
        for (const auto& municipality : settings.municipalities) {
            offices_.add(std::make_unique<Office>(settings, municipality, store_));
        }
        for (const auto& [name, make] : settings.channels) {
            channels_.push_back(make(Use::serve));
            remind(name, *channels_.back());
            relays_.emplace_back(
                settings, name, *channels_.back(), store_,
                [this](const std::string& municipality, const std::string& person) {
                    return name_of(municipality, person);
                });
        }
    }

    int run() {
        while (!common::asked_to_stop() && offices_.listen(patience, [this] { attend(); })) {
            for (const auto& office : offices_) {
                office->hear();
                office->report();
            }
            relay();
            clean();
        }
        if (offices_.taken_over()) {
            spdlog::critical("[H103] another program reads klikd's stream `chat`; two would say "
                             "everything twice, so this one ends; leave one of them");
            return common::exit_code::locked;
        }
        const auto end = std::chrono::steady_clock::now() + patience_when_stopped;
        while (is_under_way() && std::chrono::steady_clock::now() < end) {
            hear_channels();
        }
        note_what_was_heard();
        spdlog::info("[H102] {} has ended as it was told to", program);
        return common::exit_code::ended;
    }

  private:
    void keep_to(const std::vector<Room>& rooms) const {
        auto whole = store_.transaction();
        for (const auto& name : Outbox{store_}.keep_to(rooms)) {
            spdlog::warn("[H106] room {} is no longer in the settings; what waited for it is "
                         "dropped",
                         name);
        }
        whole.commit();
    }

    /// What its rooms were like before this program was started.
    void remind(const std::string& name, Channel& channel) const {
        for (const auto& room : settings_.rooms) {
            if (room.channel != name) {
                continue;
            }
            if (const auto until = store_.heard_until(name, room.place)) {
                channel.was_heard(room.place, *until);
            }
            if (Outbox{store_}.was_refused(room)) {
                channel.was_refused(room.place);
            }
        }
    }

    void note_what_was_heard() const {
        auto whole = store_.transaction();
        for (std::size_t i = 0; i < channels_.size(); ++i) {
            for (const auto& room : settings_.rooms) {
                const auto until = channels_[i]->heard_until(room.place);
                if (until && room.channel == relays_[i].name()) {
                    store_.set_heard_until(room.channel, room.place, *until);
                }
            }
        }
        whole.commit();
    }

    /// klikd's clock; all of them have the same.
    [[nodiscard]] common::Time now() const { return (*offices_.begin())->klik().now(); }

    std::string name_of(const std::string& municipality, const std::string& person) {
        for (const auto& office : offices_) {
            if (office->klik().municipality() == municipality) {
                return office->klik().name_of(person);
            }
        }
        return {};
    }

    [[nodiscard]] bool is_under_way() const {
        return std::ranges::any_of(relays_, &Relay::is_under_way);
    }

    void hear_channels() {
        const auto share = patience / std::max<std::ptrdiff_t>(std::ssize(relays_), 1);
        for (auto& relay : relays_) {
            const auto heard = relay.work(share, now(), std::chrono::steady_clock::now());
            for (const auto& said : heard.said) {
                reception_.hear(relay.name(), said, now(), std::chrono::steady_clock::now());
            }
            for (const auto& missed : heard.missed) {
                reception_.hear_of(relay.name(), missed, now());
            }
        }
    }

    /// People wait no longer for their answer because klikd is waited for.
    void attend() {
        if (std::chrono::steady_clock::now() > attended_ + longest_unattended) {
            relay();
        }
    }

    void relay() {
        hear_channels();
        for (const auto& office : offices_) {
            office->serve();
        }
        for (auto& relay : relays_) {
            relay.compose(now(), std::chrono::steady_clock::now());
            relay.hand_over(now(), std::chrono::steady_clock::now());
        }
        attended_ = std::chrono::steady_clock::now();
    }

    void clean() {
        const auto instant = std::chrono::steady_clock::now();
        if (instant >= note_again_) {
            note_again_ = instant + between_notes;
            note_what_was_heard();
        }
        if (instant < clean_again_) {
            return;
        }
        clean_again_ = instant + between_cleanings;
        auto whole = store_.transaction();
        Outbox{store_}.forget_before(now() - kept);
        CommandLog{store_}.forget_before(now() - kept);
        store_.forget_wishes_before(now() - kept);
        whole.commit();
    }

    const Settings& settings_;
    Store store_;
    Reception reception_;
    common::Offices<Office> offices_;
    std::vector<std::unique_ptr<Channel>> channels_;
    std::vector<Relay> relays_;
    std::chrono::steady_clock::time_point clean_again_{};
    std::chrono::steady_clock::time_point note_again_{};
    std::chrono::steady_clock::time_point attended_{};
};

} // namespace

int serve(const Settings& settings, const std::filesystem::path& folder) {
    const auto locked = common::LockedFolder::take(folder);
    if (!locked) {
        spdlog::critical("[H103] {} cannot go on: {}", program, locked.error().text);
        return locked.error().code == "locked" ? common::exit_code::locked
                                               : common::exit_code::cannot_start;
    }
    spdlog::info("[H101] {} serves {} room(s) for {} municipalit{}", program, settings.rooms.size(),
                 settings.municipalities.size(), settings.municipalities.size() == 1 ? "y" : "ies");
    try {
        Service service{settings, folder};
        return service.run();
    } catch (const common::DatabaseFailure& failure) {
        const auto damage = Store::damage_in_words(folder, failure);
        if (!damage) {
            throw;
        }
        spdlog::critical("[H107] {} cannot go on: {}", program, *damage);
        return common::exit_code::cannot_start;
    }
}

} // namespace klik::chat
