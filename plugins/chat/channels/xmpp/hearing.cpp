#include "chat/channels/xmpp/hearing.hpp"

#include "chat/channels/xmpp/jid.hpp"
#include "common/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace klik::chat::xmpp {

namespace {

constexpr std::size_t longest_id_bytes = 100;
constexpr std::size_t longest_text_bytes = 2000;
/// In an id, before whose a nickname was, and what makes it the only one; in no address.
constexpr char end_of_address = '\n';

/// FNV-1a: two ids that are shortened stay two.
std::uint64_t digest_of(std::string_view text) {
    constexpr std::uint64_t prime = 0x100000001B3;
    std::uint64_t digest = 0xCBF29CE484222325;
    for (const char each : text) {
        digest = (digest ^ static_cast<unsigned char>(each)) * prime;
    }
    return digest;
}

std::string as_one_word(const std::string& id) {
    auto word = id.substr(0, longest_id_bytes);
    std::ranges::replace_if(
        word, [](unsigned char each) { return each <= ' ' || each >= 0x7F; }, '_');
    return word == id ? word : fmt::format("{}~{:016x}", word, digest_of(id));
}

/// By what a message can be told again where it is repeated, as one word.
struct MessageId {
    std::string word;
    /// False where it is but what a client counts, from one each time that it is started, or
    /// nothing: then nobody can tell a repetition, and there is none.
    bool is_lasting = true;
};

/// What the room, or our own server, calls the message; else what its sender does.
MessageId id_of(const Stanza& message, const std::string& trusted_jid) {
    for (const auto& [by, given] : message.stanza_ids) {
        if (!given.empty() && bare_jid(by) == trusted_jid) {
            return {as_one_word("r:" + given)};
        }
    }
    return message.origin_id.empty() ? MessageId{as_one_word("i:" + message.id), false}
                                     : MessageId{as_one_word("o:" + message.origin_id)};
}

} // namespace

std::optional<Said> said_in(const Stanza& message, const Room* room, const std::string& room_name,
                            const std::string& own_jid, std::string_view moment) {
    const bool to_all = message.type == "groupchat";
    const std::string nick{resource(message.from)};
    if (message.body.empty() || message.from.empty() || message.delayed || message.of_klik ||
        message.corrects || message.type == "error" || message.type == "headline" ||
        bare_jid(message.from) == own_jid || to_all != (to_all && room)) {
        return std::nullopt;
    }
    if (room != nullptr && (!room->is_in() || nick.empty() || nick == room->nick())) {
        return std::nullopt;
    }
    auto sender = room != nullptr ? room->person(nick) : bare_jid(message.from);
    const auto id = id_of(message, to_all ? room->jid() : own_jid);
    // In a room it is the person who counts, whatever the nickname; alone, the address, and the
    // person with it where that is a nickname.
    auto words = fmt::format("{} {}", id.word, to_all && !sender.empty() ? sender : message.from);
    if (!to_all && room != nullptr && !sender.empty()) {
        words += fmt::format("{} {}", end_of_address, sender);
    }
    if (!id.is_lasting) {
        words += fmt::format("{}{}", end_of_address, moment);
    }
    return Said{.id = std::move(words),
                .room = to_all ? room_name : std::string{},
                .sender = std::move(sender),
                .text = common::cut_to_bytes(message.body, longest_text_bytes),
                .near = to_all ? std::string{} : room_name,
                .our_name = room != nullptr ? room->nick() : std::string{}};
}

std::optional<Missed::Words> missed_in(const Stanza& message, const Room& room) {
    const std::string nick{resource(message.from)};
    if (!message.delayed || message.type != "groupchat" || message.body.empty() ||
        message.of_klik || message.corrects || nick.empty() || nick == room.nick()) {
        return std::nullopt;
    }
    return Missed::Words{id_of(message, room.jid()).word,
                         common::cut_to_bytes(message.body, longest_text_bytes)};
}

std::string address_in(const std::string& said_id) {
    const auto space = said_id.find(' ');
    return space == said_id.npos
               ? std::string{}
               : said_id.substr(space + 1, said_id.find(end_of_address) - space - 1);
}

std::string person_in(const std::string& said_id) {
    const auto begin = said_id.find(fmt::format("{} ", end_of_address));
    if (begin == said_id.npos) {
        return {};
    }
    const auto end = said_id.find(end_of_address, begin + 1);
    return said_id.substr(begin + 2, end == said_id.npos ? end : end - begin - 2);
}

} // namespace klik::chat::xmpp
