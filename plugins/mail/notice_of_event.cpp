#include "mail/notice_of_event.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace klik::mail {

namespace {

/// FNV-1a of 64 bits.
std::uint64_t hash(std::string_view text, std::uint64_t start) {
    constexpr std::uint64_t prime = 0x100000001b3;
    for (const char c : text) {
        start = (start ^ static_cast<unsigned char>(c)) * prime;
    }
    return start;
}

/// Those that the letter uses. Names of people are in none.
constexpr std::array<std::string_view, 8> letter_facts{
    "yours", "blocked_by", "working_days_late", "makes",
    "own",   "project",    "vacant_role_da",    "vacant_role_en"};

/// A title with line breaks could write lines of its own into the mail.
std::string on_one_line(std::string_view text) {
    std::string line{text};
    std::ranges::replace_if(
        line, [](char each) { return each == '\n' || each == '\r' || each == '\t'; }, ' ');
    return line;
}

void take_facts(const Value& facts, Item& item) {
    for (const auto name : letter_facts) {
        if (const Value* value = facts.find(name)) {
            item.facts.emplace(name, value->text());
        }
    }
}

/// The number of such an item is that of any task of the project, which is not what it is about.
bool is_about_a_project(const Item& item) {
    return item.kind == "vacant_role" && item.has("project");
}

Item item_of(const Value& told, const Event& event) {
    const Value& facts = told["facts"];
    Item item;
    item.key = told["key"].text();
    item.event = event.id;
    item.number = told["number"].whole().value_or(0);
    item.kind = told["kind"].text();
    item.title = on_one_line(facts["title"].text());
    item.colour = facts[item.kind == "colour_changed" ? "to" : "colour"].text();
    item.text_da = on_one_line(told.at("text.da").text());
    item.text_en = on_one_line(told.at("text.en").text());
    item.thread = told["thread"].text();
    item.withdraws = told["withdraws"].text();
    item.put_back = facts.find("deferred_from") != nullptr;
    if (item.kind != "withdrawn") { // whose facts are about what it takes back
        take_facts(facts, item);
    }
    if (is_about_a_project(item)) {
        item.number = 0;
    }
    return item;
}

Notice trial_of(const Event& event) {
    Notice notice;
    notice.person = event.data["person"].text();
    Item item;
    item.key = event.data["item"].text();
    item.event = event.id;
    item.kind = test_message;
    notice.items.push_back(std::move(item));
    return notice;
}

} // namespace

std::string message_id_of(std::string_view municipality, std::string_view key,
                          std::string_view domain) {
    constexpr std::array<std::uint64_t, 2> starts{0xcbf29ce484222325, 0x84222325cbf29ce4};
    const std::string whole = fmt::format("{}/{}", municipality, key);
    return fmt::format("klik.{:016x}{:016x}@{}", hash(whole, starts[0]), hash(whole, starts[1]),
                       domain);
}

std::optional<Notice> notice_of_event(const Event& event, std::string_view domain) {
    Notice notice;
    if (event.type == "dk.klik.notification.v1") {
        notice.person = event.data.at("recipient.person").text();
        notice.late = event.data["late"].flag_or(false);
        notice.urgent = event.data["urgency"].text() == "high";
        for (const auto& told : event.data["items"].list()) {
            notice.items.push_back(item_of(told, event));
        }
    } else if (event.type == "dk.klik.system.v1" && event.data["kind"].text() == test_message) {
        notice = trial_of(event);
    }
    if (notice.items.empty()) {
        return std::nullopt;
    }
    notice.municipality = event.municipality();
    notice.message_id = message_id_of(notice.municipality, notice.items.front().key, domain);
    return notice;
}

} // namespace klik::mail
