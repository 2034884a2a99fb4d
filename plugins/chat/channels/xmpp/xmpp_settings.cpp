#include "chat/channels/xmpp/xmpp_settings.hpp"

#include "chat/channels/xmpp/jid.hpp"
#include "chat/harmless_text.hpp"
#include "common/server_place.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace klik::chat::xmpp {

namespace {

constexpr std::uint16_t default_port = 5222;
constexpr std::size_t longest_nick = 60;

std::optional<std::string> jid(std::string_view words) {
    return is_bare_jid(words) ? std::optional{bare_jid(words)} : std::nullopt;
}

std::optional<std::string> nickname(std::string_view words) {
    const bool usable = !words.empty() && words.size() <= longest_nick && visible(words) == words &&
                        !words.starts_with(' ') && !words.ends_with(' ');
    return usable ? std::optional{std::string{words}} : std::nullopt;
}

std::optional<common::ServerPlace> place(std::string_view words) {
    const auto found = common::server_place(words);
    const bool usable = !found.host.empty() && (found.port.empty() || common::is_port(found.port));
    return usable ? std::optional{found} : std::nullopt;
}

/// libstrophe wants an address without its brackets.
std::string without_brackets(std::string_view host) {
    return std::string{host.starts_with('[') ? host.substr(1, host.size() - 2) : host};
}

} // namespace

XmppSettings read_settings(common::Section& section, const std::vector<std::string>& rooms) {
    XmppSettings settings;
    auto& access = settings.access;
    access.jid = section.required("jid", jid, "KLIK's own address, such as \"klik@example.dk\"")
                     .value_or("");
    access.password = section.secret("password").value_or("");
    if (!section.has("password_file") && !section.has("password_credential")) {
        section.report("password_file", "the server asks for a password: give `password_file` or "
                                        "`password_credential`");
    }
    const auto server = section.text("server");
    if (server) {
        const auto found = place(*server);
        if (found) {
            access.host = without_brackets(found->host);
            access.port = default_port;
            std::from_chars(found->port.data(), found->port.data() + found->port.size(),
                            access.port);
        } else {
            section.refuse("server", "`host` or `host:port`");
        }
    }
    access.ca_file = section.certificates("ca_file");
    settings.nick =
        section.parsed("nick", nickname, "a short name without line breaks").value_or("KLIK");
    for (const auto& room : rooms) {
        if (!is_bare_jid(room)) {
            section.report("kind", fmt::format("`{}` is no room of this channel; a room is named "
                                               "as in \"opgaver@rooms.example.dk\"",
                                               visible(room)));
        }
        const auto same = std::ranges::find(rooms, bare_jid(room), bare_jid);
        if (*same != room) {
            section.report("kind", fmt::format("`{}` and `{}` are one room, since upper and lower "
                                               "case are the same; one table has to do for it",
                                               visible(*same), visible(room)));
        }
    }
    settings.rooms = rooms;
    return settings;
}

} // namespace klik::chat::xmpp
