#pragma once

#include "mail/notice.hpp"
#include "mail/notice_of_event.hpp"

#include <string>

namespace klik::mail::test {

inline Item item(const std::string& key, std::int64_t number = 121850,
                 const std::string& kind = "reminder") {
    Item made;
    made.key = key;
    made.event = "e.00000000000000000009";
    made.number = number;
    made.kind = kind;
    made.title = "Nedsæt en projektgruppe";
    made.colour = "yellow";
    made.text_da = "Opgave #121850 har frist i morgen. Du får beskeden som udfører.";
    made.text_en = "Task #121850 is due tomorrow. You are told as assignee.";
    made.thread = "9999/" + std::to_string(number);
    return made;
}

inline Notice notice(std::vector<Item> items, const std::string& person = "p1") {
    Notice made;
    made.municipality = "9999";
    made.person = person;
    made.items = std::move(items);
    made.message_id = message_id_of(made.municipality, made.items.front().key, "korsbaek.example");
    return made;
}

} // namespace klik::mail::test
