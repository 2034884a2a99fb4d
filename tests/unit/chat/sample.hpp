#pragma once

#include "chat/change.hpp"
#include "chat/settings.hpp"

namespace klik::chat {

inline Value sample_state(std::int64_t number = 130101) {
    return Value::map({{"municipality", "9999"},
                       {"number", number},
                       {"title", "Etabler projektorganisation"},
                       {"project", "DUBU 3.0"},
                       {"phase", "Fase 1"},
                       {"status", "not_started"},
                       {"status_label", "Ikke påbegyndt"},
                       {"colour", "yellow"},
                       {"due_date", "2024-03-12"},
                       {"blocked_by", Value::List{}},
                       {"blocks", Value::List{}},
                       {"assignee", "jonas"},
                       {"responsible", "birgitte"},
                       {"revision", 7}});
}

inline Seen sample_seen() {
    return seen_in(sample_state(), 5);
}

inline Room sample_room() {
    Room room;
    room.name = "drift";
    room.channel = "xmpp";
    room.place = "drift@rooms";
    room.municipality = "9999";
    room.kinds = usual_kinds();
    room.most_at_once = 5;
    room.gather = std::chrono::seconds{60};
    return room;
}

inline Settings sample_settings() {
    Settings settings;
    settings.link = "https://klik.example/{number}";
    settings.rooms = {sample_room()};
    settings.people["xmpp"]["9999"]["jonas@example"] = "jonas";
    settings.municipalities = {{"9999", "tcp://127.0.0.1:1"}};
    return settings;
}

} // namespace klik::chat
