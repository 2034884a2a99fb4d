#pragma once

#include "portfolio/tool.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace klik::portfolio::fake {

/// What it was told to write.
struct FakeWrite {
    std::string item;
    Field field;
    std::string was;
    std::string becomes;
};

/// How a `FakeTool` behaves: for a test to change.
struct FakeToolWays {
    std::map<std::string, std::set<std::string>> workflow{
        {"New", {"Assigned", "Rejected"}},
        {"Assigned", {"New", "In Progress", "Waiting"}},
        {"Waiting", {"Assigned", "In Progress"}},
        {"In Progress", {"Assigned", "Waiting", "Closed"}},
        {"Closed", {"In Progress"}},
        {"Rejected", {"New"}}};
    std::vector<std::string> closed{"Closed", "Rejected"};
    std::vector<ToolPerson> people{{"1", "klik", "KLIK", "klik@kommune.example"},
                                   {"2", "birte", "Birte Holm", "birte@kommune.example"},
                                   {"3", "karen", "Karen Vest", "karen@kommune.example"}};
    std::string self = "1";
    common::Time now{std::chrono::hours{475000}};
    std::optional<Error> down{};           ///< of every call
    std::optional<Error> project_error{};  ///< of calls about the project
    std::optional<Error> closed_project{}; ///< of its offer and of writes
    std::string wants_of_each{};           ///< a value without which it makes no item
    std::set<Field> forbidden{};           ///< says no
    std::vector<Sentence> missing{};       ///< for want of which it may do so
    int refused = 0;                       ///< writes to which it said no
    std::set<Field> ignored{};             ///< says yes and does nothing
    std::set<Field> left_out{};            ///< does the rest, and says so
    std::set<std::string> beginnings{};    ///< statuses of new items, beside the first
    std::set<std::string> deaf_to{};       ///< says yes to these steps and does nothing
    bool is_deaf_to_links = false;         ///< likewise
    bool holds_open = true;                ///< and says so
    std::string fails_at{};                ///< an item: single reads and writes of it
    std::set<std::string> hidden{};        ///< projects whose items it does not show
    int looks = 0;                         ///< single reads
    int answers_to_lose = 0;               ///< of writes, which are done
    std::set<Field> not_in_new{};          ///< makes no item that has a value in one of them
    std::set<Field> unknown_in_new{};      ///< likewise, as it has no such value
    bool leaves_number_out = false;        ///< of new items, without a word
    bool never_removes = false;            ///< as the key may not
    std::set<std::string> held_by_hand{};  ///< items that somebody has another one hold open
    std::function<void()> meanwhile{};     ///< what somebody does before a write is done
    bool is_late = false;                  ///< does not answer the next create before `do_late`
};

} // namespace klik::portfolio::fake
