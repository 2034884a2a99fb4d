#include "chat/channels/xmpp/stanza.hpp"

#include "chat/channels/xmpp/outgoing.hpp"

#include <strophe.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>

namespace klik::chat::xmpp {

namespace {

std::string text_or_nothing(const char* text) {
    return text != nullptr ? text : std::string{};
}

std::string attribute(xmpp_stanza_t* stanza, const char* name) {
    return text_or_nothing(xmpp_stanza_get_attribute(stanza, name));
}

std::string inner_text(xmpp_stanza_t* stanza) {
    char* text = xmpp_stanza_get_text(stanza);
    auto copy = text_or_nothing(text);
    if (text != nullptr) {
        xmpp_free(xmpp_stanza_get_context(stanza), text);
    }
    return copy;
}

template <class Visit>
void each_child(xmpp_stanza_t* parent, Visit visit) {
    for (auto* child = xmpp_stanza_get_children(parent); child != nullptr;
         child = xmpp_stanza_get_next(child)) {
        if (xmpp_stanza_is_tag(child) != 0) {
            visit(child, std::string_view{xmpp_stanza_get_name(child)},
                  text_or_nothing(xmpp_stanza_get_ns(child)));
        }
    }
}

void read_muc_user(xmpp_stanza_t* element, Stanza& read) {
    ++read.muc_users;
    each_child(element, [&](xmpp_stanza_t* child, std::string_view name, const std::string&) {
        if (name == "item") {
            read.muc_jid = attribute(child, "jid");
            read.muc_nick = attribute(child, "nick");
            read.muc_affiliation = attribute(child, "affiliation");
        } else if (name == "status") {
            read.muc_statuses.push_back(attribute(child, "code"));
        } else if (name == "destroy") {
            read.room_destroyed = true;
            read.moved_to = attribute(child, "jid");
        }
    });
}

void read_error(xmpp_stanza_t* element, Stanza& read) {
    read.error_type = attribute(element, "type");
    each_child(element, [&](xmpp_stanza_t* child, std::string_view name, const std::string& space) {
        if (space == XMPP_NS_STANZAS_IETF && name != "text") {
            read.error_condition = name;
            read.moved_to = name == "gone" ? inner_text(child) : std::string{};
        }
    });
}

/// A part of the body, in characters.
struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::optional<std::size_t> count_in(const std::string& text) {
    std::size_t count = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
    return read.ec == std::errc{} ? std::optional{count} : std::nullopt;
}

/// Where an answer repeats what it answers, for programs that do not show the two apart.
std::optional<Part> quotation_in(xmpp_stanza_t* stanza) {
    std::optional<Part> found;
    each_child(stanza, [&](xmpp_stanza_t* child, std::string_view, const std::string& space) {
        if (space != "urn:xmpp:fallback:0" || attribute(child, "for") != "urn:xmpp:reply:0") {
            return;
        }
        each_child(child, [&](xmpp_stanza_t* body, std::string_view name, const std::string&) {
            const auto begin = count_in(attribute(body, "start"));
            const auto end = count_in(attribute(body, "end"));
            if (name == "body" && begin && end) {
                found = Part{*begin, *end};
            }
        });
    });
    return found;
}

std::string without(const std::string& text, const Part& part) {
    std::string rest;
    std::size_t character = 0;
    for (const char each : text) {
        constexpr unsigned char kind_of_byte = 0xC0;
        constexpr unsigned char goes_on = 0x80;
        character += (static_cast<unsigned char>(each) & kind_of_byte) != goes_on ? 1 : 0;
        if (character <= part.begin || character > part.end) {
            rest += each;
        }
    }
    return rest;
}

void read_child(xmpp_stanza_t* child, std::string_view name, const std::string& space,
                Stanza& read) {
    if (name == "body" && read.body.empty()) {
        read.body = inner_text(child);
    } else if (name == "subject") {
        read.subject = true;
    } else if (space == "urn:xmpp:delay" || space == "jabber:x:delay") {
        read.delayed = true;
    } else if (name == "replace" && space == "urn:xmpp:message-correct:0") {
        read.corrects = true;
    } else if (space == own_namespace) {
        read.of_klik = true;
    } else if (name == "origin-id" && space == "urn:xmpp:sid:0") {
        read.origin_id = attribute(child, "id");
    } else if (name == "stanza-id" && space == "urn:xmpp:sid:0") {
        read.stanza_ids.emplace_back(attribute(child, "by"), attribute(child, "id"));
    } else if (name == "x" && space == "http://jabber.org/protocol/muc#user") {
        read_muc_user(child, read);
    } else if (name == "ping" && space == "urn:xmpp:ping") {
        read.is_ping = true;
    } else if (name == "error") {
        read_error(child, read);
    }
}

} // namespace

bool Stanza::has_status(const std::string& code) const {
    return std::ranges::find(muc_statuses, code) != muc_statuses.end();
}

Stanza stanza_of(_xmpp_stanza_t* stanza) {
    Stanza read{.name = text_or_nothing(xmpp_stanza_get_name(stanza)),
                .type = text_or_nothing(xmpp_stanza_get_type(stanza)),
                .id = text_or_nothing(xmpp_stanza_get_id(stanza)),
                .from = text_or_nothing(xmpp_stanza_get_from(stanza))};
    each_child(stanza, [&](xmpp_stanza_t* child, std::string_view name, const std::string& space) {
        read_child(child, name, space, read);
    });
    read.subject = read.subject && read.body.empty();
    if (const auto quotation = quotation_in(stanza)) {
        read.body = without(read.body, *quotation);
    }
    return read;
}

} // namespace klik::chat::xmpp
