#include "chat/channels/xmpp/outgoing.hpp"

#include "chat/command.hpp"
#include "chat/harmless_text.hpp"
#include "common/text.hpp"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <vector>

namespace klik::chat::xmpp {

namespace {

std::string escaped(std::string_view text) {
    std::string xml;
    for (const char each : text) {
        switch (each) {
        case '&':
            xml += "&amp;";
            break;
        case '<':
            xml += "&lt;";
            break;
        case '>':
            xml += "&gt;";
            break;
        case '\'':
            xml += "&apos;";
            break;
        case '"':
            xml += "&quot;";
            break;
        default:
            xml += each;
        }
    }
    return xml;
}

bool is_link(const Span& span) {
    return span.kind == Span::Kind::link;
}

std::string words_of(const Span& span) {
    if (span.kind == Span::Kind::code) {
        return visible(span.text);
    }
    return is_link(span) && span.text.empty() ? visible(span.url) : inert(span.text);
}

/// The task that a line is about stands first in it; others are named on the way.
const Span* link_at_the_beginning(const Line& line) {
    for (const auto& span : line) {
        if (is_link(span)) {
            return &span;
        }
        if (span.text != answer_sign) {
            return nullptr;
        }
    }
    return nullptr;
}

const Span* first_link(const Message& message) {
    for (const auto& line : message.lines) {
        const auto found = std::ranges::find_if(line, is_link);
        if (found != line.end()) {
            return &*found;
        }
    }
    return nullptr;
}

/// Those whose address is shown: where a line begins, else the first of all.
std::vector<const Span*> shown_links(const Message& message) {
    std::vector<const Span*> links;
    for (const auto& line : message.lines) {
        if (const auto* link = link_at_the_beginning(line)) {
            links.push_back(link);
        }
    }
    if (const auto* link = first_link(message); links.empty() && link != nullptr) {
        links.push_back(link);
    }
    return links;
}

} // namespace

std::string body_of(const Message& message) {
    const auto links = shown_links(message);
    std::set<std::string> said;
    std::string body;
    for (const auto& line : message.lines) {
        std::string words;
        std::string address;
        for (const auto& span : line) {
            words += words_of(span);
            if (std::ranges::find(links, &span) != links.end()) {
                address = visible(span.url);
            }
        }
        if (!address.empty() && !words.contains(address) && said.insert(address).second) {
            words += ' ' + address;
        }
        body += (body.empty() ? "" : "\n") + words;
    }
    return body;
}

std::string available() {
    return "<presence><priority>0</priority></presence>";
}

std::string look_at_room(std::string_view room) {
    return fmt::format("<iq to='{}' type='get' id='{}'><query "
                       "xmlns='http://jabber.org/protocol/disco#info'/></iq>",
                       escaped(room), look_id);
}

std::string enter_room(std::string_view room, std::string_view nick,
                       std::optional<std::chrono::sys_seconds> since) {
    constexpr int most_stanzas = 50;
    const auto history =
        since ? fmt::format("<history maxstanzas='{}' since='{:%Y-%m-%dT%H:%M:%SZ}'/>",
                            most_stanzas, fmt::gmtime(since->time_since_epoch().count()))
              : std::string{"<history maxstanzas='0'/>"};
    return fmt::format("<presence to='{}/{}'><x xmlns='http://jabber.org/protocol/muc'>{}</x>"
                       "</presence>",
                       escaped(room), escaped(nick), history);
}

std::string make_temporary(std::string_view room) {
    return fmt::format(
        "<iq to='{}' type='set' id='temporary'><query "
        "xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>"
        "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>"
        "<field var='muc#roomconfig_persistentroom'><value>0</value></field></x></query></iq>",
        escaped(room));
}

std::string leave_room(std::string_view room, std::string_view nick) {
    return fmt::format("<presence to='{}/{}' type='unavailable'/>", escaped(room), escaped(nick));
}

std::string message_to(std::string_view to, std::string_view type, const Post& post) {
    // Withdrawn: what stood there is corrected to a dash, since no program shows nothing.
    const auto body = post.message.lines.empty()
                          ? std::string{"–"}
                          : common::cut_to_bytes(body_of(post.message), longest_body_bytes);
    const auto id = escaped(post.id);
    auto xml = fmt::format("<message to='{}' type='{}' id='{}'><body>{}</body>"
                           "<origin-id xmlns='urn:xmpp:sid:0' id='{}'/>"
                           "<unstyled xmlns='urn:xmpp:styling:0'/><said xmlns='{}'/>",
                           escaped(to), type, id, escaped(body), id, own_namespace);
    if (!post.thread.empty()) {
        xml += fmt::format("<thread>{}</thread>", escaped(visible(post.thread)));
    }
    if (!post.replaces.empty()) {
        xml += fmt::format("<replace xmlns='urn:xmpp:message-correct:0' id='{}'/>",
                           escaped(visible(post.replaces)));
    }
    return xml + "</message>";
}

std::string ping(std::string_view to, std::string_view id) {
    return fmt::format("<iq to='{}' type='get' id='{}'><ping xmlns='urn:xmpp:ping'/></iq>",
                       escaped(to), escaped(id));
}

std::string answer_to_iq(std::string_view to, std::string_view id, bool is_ping) {
    if (is_ping) {
        return fmt::format("<iq to='{}' type='result' id='{}'/>", escaped(to), escaped(id));
    }
    return fmt::format("<iq to='{}' type='error' id='{}'><error type='cancel'><service-unavailable "
                       "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
                       escaped(to), escaped(id));
}

} // namespace klik::chat::xmpp
