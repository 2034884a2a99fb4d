#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace klik::chat {

/// What somebody may ask for in a room.
struct Command {
    enum class Verb : std::uint8_t { status, mine, blocked, overdue, done, start, why, help };
    Verb verb{};
    std::int64_t number = 0; ///< of `status`, `done`, `start` and `why`
    friend bool operator==(const Command&, const Command&) = default;
};

/// People talk to each other.
struct NoCommand {
    friend bool operator==(const NoCommand&, const NoCommand&) = default;
};

/// Meant for us, by our name or because nobody else is there, and not understood.
struct NotUnderstood {
    friend bool operator==(const NotUnderstood&, const NotUnderstood&) = default;
};

/// Meant for us, and a command that needs the number of a task.
struct NumberMissing {
    friend bool operator==(const NumberMissing&, const NumberMissing&) = default;
};

using Understood = std::variant<NoCommand, NotUnderstood, NumberMissing, Command>;

/// With this sign begins each answer, and nobody's command: what a relay repeats is known by it.
inline constexpr std::string_view answer_sign = "→ ";

/// `bot` is our name, and `nick` another one that the room knows us by; `alone` says that it was
/// said to us alone; `link` is the address of a task's page, with `{number}`. Case, kinds of
/// blanks, how a number is written, a mark at the end and our name in front of it make no
/// difference, nor do quotation marks around what is said to us; but what asks something changes
/// nothing. What looks as if a program has said it, such as a post of ours behind a name or in
/// quotation marks, is no command.
[[nodiscard]] Understood understood(std::string_view text, std::string_view bot, bool alone,
                                    std::string_view nick = {}, std::string_view link = {});

/// It changes something.
[[nodiscard]] bool is_wish(Command::Verb verb);
/// In English, as commands are counted and logged.
[[nodiscard]] std::string_view name_of(Command::Verb verb);
[[nodiscard]] Command::Verb verb_named(std::string_view name);

} // namespace klik::chat
