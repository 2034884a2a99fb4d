#pragma once

#include "codec/control_message.hpp"
#include "domain/ids.hpp"
#include "domain/problem.hpp"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace klik::codec {

/// What a key may do, docs/protocol.md 3 "Rights".
enum class Right : std::uint8_t { read, put, request, act_for, report, deliver, local, operate };

inline constexpr std::array all_rights{Right::read,    Right::put,    Right::request,
                                       Right::act_for, Right::report, Right::deliver,
                                       Right::local,   Right::operate};
inline constexpr std::string_view rights_allowed =
    "read, put, request, act_for, report, deliver, local, operate";

/// The word of the wire and of the file of authorised keys.
[[nodiscard]] std::string_view canonical(Right right);
[[nodiscard]] std::optional<Right> right_word(std::string_view word);

/// A set of rights.
class Rights {
  public:
    constexpr Rights() = default;
    constexpr Rights(std::initializer_list<Right> rights) {
        for (const Right right : rights) {
            add(right);
        }
    }
    [[nodiscard]] static constexpr Rights all() {
        Rights every;
        for (const Right right : all_rights) {
            every.add(right);
        }
        return every;
    }

    constexpr void add(Right right) { bits_ |= bit(right); }
    [[nodiscard]] constexpr bool has(Right right) const { return (bits_ & bit(right)) != 0; }
    [[nodiscard]] constexpr bool has_any_of(Rights others) const {
        return (bits_ & others.bits_) != 0;
    }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
    friend constexpr bool operator==(const Rights&, const Rights&) = default;

  private:
    static constexpr unsigned bit(Right right) { return 1U << static_cast<unsigned>(right); }
    unsigned bits_ = 0;
};

/// The caller's name where there are no keys: every local user, with every right.
inline constexpr std::string_view local_caller_name = "local";

/// Who sent a message.
struct Caller {
    std::string name; ///< the key's; journaled and published as `via`
    Rights rights;
    std::optional<domain::PersonId> person; ///< the key's own
    friend bool operator==(const Caller&, const Caller&) = default;
};
[[nodiscard]] Caller local_caller();

/// Rights of which one is enough; an empty set means that none is needed. Nothing for a verb that
/// is not in the table, which nobody may use.
[[nodiscard]] std::optional<Rights> rights_for_verb(std::string_view verb);
[[nodiscard]] Rights rights_for_query(std::string_view what);

/// What can be told before a message is decoded: a verb of the table that the caller may not use is
/// `forbidden`. Verbs outside of it pass, since decoding knows a better answer.
[[nodiscard]] domain::Result<void> check_verb(const Caller& caller, std::string_view verb);
/// The rest, once the message is decoded: a verb outside of the table, the question of a `query`,
/// the `actor` of a `request`.
[[nodiscard]] domain::Result<void> check_message(const Caller& caller, std::string_view verb,
                                                 const ClientBody& body);

} // namespace klik::codec
