#pragma once

#include "common/clock.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace klik::mail {

/// One of the things that a notification tells, docs/protocol.md 2 "Items". Texts and titles, and
/// no names.
struct Item {
    std::string key;
    std::string event;       ///< id of the notification that told it
    std::int64_t number = 0; ///< of the task; 0 where it is about none
    std::string kind;
    std::string title;
    std::string colour; ///< canonical word; empty where the item does not say
    std::string text_da;
    std::string text_en;
    std::string thread;
    std::string withdraws;
    bool put_back = false; ///< by the limit on a day's notices
    /// What else the letter says, by the names of docs/protocol.md.
    std::map<std::string, std::string, std::less<>> facts{};
    [[nodiscard]] std::string_view fact(std::string_view name) const {
        const auto found = facts.find(name);
        return found == facts.end() ? std::string_view{} : std::string_view{found->second};
    }
    [[nodiscard]] bool has(std::string_view name) const { return facts.contains(name); }
    friend bool operator==(const Item&, const Item&) = default;
};

/// What becomes one mail to one person.
struct Notice {
    std::int64_t id = 0; ///< in the outbox; 0 before it is there
    std::string municipality;
    std::string person;
    std::string message_id; ///< without the angle brackets
    std::vector<Item> items;
    bool late = false;
    bool urgent = false;
    common::Time taken{};
    int tries = 0;
    /// Perhaps delivered: the server was given it, and its answer is not known.
    bool under_way = false;
    friend bool operator==(const Notice&, const Notice&) = default;
};

/// The kind of the item of a trial by an operator (`klikctl test-message`).
inline constexpr std::string_view test_message = "test_message";

/// What klik-mail itself finds out before it sends: the title of the task in `yours`, where that is
/// one.
inline constexpr std::string_view title_of_yours = "title_of_yours";

} // namespace klik::mail
