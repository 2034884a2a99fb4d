#include "chat/channels/xmpp/hearing.hpp"

#include "chat/channels/xmpp/jid.hpp"
#include "common/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

namespace klik::chat::xmpp {

namespace {

constexpr std::size_t longest_id_bytes = 100;
constexpr std::size_t longest_text_bytes = 2000;

/// What the room calls the message, else what its sender does, as one word.
std::string id_of(const Stanza& message, const std::string& room_jid) {
    std::string id = "o:" + message.id;
    for (const auto& [by, given] : message.stanza_ids) {
        if (!room_jid.empty() && bare_jid(by) == room_jid) {
            id = "r:" + given;
        }
    }
    id.resize(std::min(id.size(), longest_id_bytes));
    std::ranges::replace_if(
        id, [](unsigned char each) { return each <= ' ' || each >= 0x7F; }, '_');
    return id;
}

} // namespace

std::optional<Said> said_in(const Stanza& message, const Room* room, const std::string& room_name,
                            const std::string& own_jid) {
    const bool to_all = message.type == "groupchat";
    const std::string nick{resource(message.from)};
    if (message.body.empty() || message.from.empty() || message.delayed || message.of_klik ||
        message.type == "error" || message.type == "headline" ||
        bare_jid(message.from) == own_jid || to_all != (to_all && room)) {
        return std::nullopt;
    }
    if (room != nullptr && (!room->is_in() || nick.empty() || nick == room->nick())) {
        return std::nullopt;
    }
    auto sender = room != nullptr ? room->person(nick) : bare_jid(message.from);
    const auto id = id_of(message, to_all ? room->jid() : std::string{});
    // In a room it is the person who counts, whatever the nickname; alone, the address.
    const auto& who = to_all && !sender.empty() ? sender : message.from;
    return Said{.id = fmt::format("{} {}", id, who),
                .room = to_all ? room_name : std::string{},
                .sender = std::move(sender),
                .text = common::cut_to_bytes(message.body, longest_text_bytes),
                .near = to_all ? std::string{} : room_name};
}

std::optional<Missed::Words> missed_in(const Stanza& message, const Room& room) {
    const std::string nick{resource(message.from)};
    if (!message.delayed || message.type != "groupchat" || message.body.empty() ||
        message.of_klik || nick.empty() || nick == room.nick()) {
        return std::nullopt;
    }
    return Missed::Words{id_of(message, room.jid()),
                         common::cut_to_bytes(message.body, longest_text_bytes)};
}

std::string address_in(const std::string& said_id) {
    const auto space = said_id.find(' ');
    return space == said_id.npos ? std::string{} : said_id.substr(space + 1);
}

} // namespace klik::chat::xmpp
