#pragma once

#include "chat/draft.hpp"
#include "chat/message.hpp"

#include <klik/error.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace klik::chat {

/// What is to stand in a room. Handed over again, after a crash or because its outcome is not
/// known, it has the same `id`, by which a channel or a reader can see that it is the same.
struct Post {
    std::string id;   ///< letters, digits, `.` and `-`
    std::string room; ///< as the channel calls it
    Message message;
    std::string thread{};   ///< of one task; posts with the same word belong together
    std::string replaces{}; ///< `place` of an earlier post that this one stands instead of
    std::string answers{};  ///< `Said::id` that this is the answer to
};

/// The room has the post.
struct Posted {
    std::string id;
    std::string place{}; ///< the channel's own name of it, for `Post::replaces`; may be empty
};

/// The room does not have the post, as far as is known. Codes: `unreachable`, `busy` (later; it may
/// have arrived), `unauthorised` (the secret is wrong), `gone` (there is no such room), `refused`
/// (this post, whatever is done), `insecure` (the other end would not be safe to talk to).
struct NotPosted {
    std::string id;
    Error error;
    std::optional<std::chrono::seconds> wait{}; ///< how long the channel asked to be left in peace
    bool is_logged = false; ///< the channel has said in the log why, and says when it is over
};

/// Somebody wrote to us, in a room or to us alone, now: nothing of the room's history, nothing of
/// our own.
struct Said {
    std::string id;     ///< the same when the channel repeats it, also after a new connection
    std::string room;   ///< empty where it was said to us alone
    std::string sender; ///< whom the channel vouches for, by the word that `people` maps
    std::string text;
    bool awaits_answer = false; ///< an answer was promised, so that silence is none
    std::string near{};         ///< the room from which it was said to us alone, where one is known
    std::string our_name{};     ///< in that room, where it has names
};

/// What was said in a room while we were not in it, as its history has it. It is never taken for a
/// command; but whoever gave one is to know.
struct Missed {
    struct Words {
        std::string id; ///< `Said::id` begins with it and a space, if it was heard all the same
        std::string text;
    };
    std::string room;
    std::chrono::sys_seconds from; ///< when the room was heard last
    std::chrono::sys_seconds until;
    std::vector<Words> words;
    std::string our_name{}; ///< in that room
};

using Happening = std::variant<Posted, NotPosted, Said, Missed>;

/// What a channel is able to do, so that what it is not able to do is not asked of it.
struct Abilities {
    bool threads = false;
    bool replaces = false; ///< and with an empty message withdraws
    bool hears = false;
    Space space{};
};

/// One way into rooms: a server, or a webhook. It mends its connection by itself, keeps the limits
/// of the other end, and says what is wrong and when it is over in the log. Used by one thread.
class Channel {
  public:
    virtual ~Channel() = default;
    [[nodiscard]] virtual const Abilities& abilities() const = 0;
    /// May be called: it is connected, and not asked to wait.
    [[nodiscard]] virtual bool ready(const std::string& room) const = 0;
    /// Until when the room was heard; none where it never was, or keeps no history.
    [[nodiscard]] virtual std::optional<std::chrono::sys_seconds>
    heard_until(const std::string& /*room*/) const {
        return std::nullopt;
    }
    /// What `heard_until` said before this program was started, so that `Missed` can tell the rest.
    virtual void was_heard(const std::string& /*room*/, std::chrono::sys_seconds /*until*/) {}
    /// The last post there before this program was started was `refused`, and given up.
    virtual void was_refused(const std::string& /*room*/) {}
    /// Hands over; `work` says what became of it.
    virtual void post(const Post& post) = 0;
    /// Sends and hears for at most about `patience`, less where something has happened.
    [[nodiscard]] virtual std::vector<Happening> work(std::chrono::milliseconds patience) = 0;
};

} // namespace klik::chat
