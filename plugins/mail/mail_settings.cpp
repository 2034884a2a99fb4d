#include "mail/mail_settings.hpp"

#include "common/server_place.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace klik::mail {

namespace {

using common::Section;

constexpr std::string_view plain = "smtp://";
constexpr std::string_view with_tls = "smtps://";

std::optional<std::string> not_empty(std::string_view text) {
    const bool printable = std::ranges::all_of(
        text, [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != 0x7F; });
    return text.empty() || !printable ? std::nullopt : std::optional{std::string{text}};
}

bool is_host(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
    });
}

/// With the port that belongs to it where none is given.
std::optional<std::string> server_url(std::string_view text) {
    const bool tls = text.starts_with(with_tls);
    if (!tls && !text.starts_with(plain)) {
        return std::nullopt;
    }
    const auto scheme = tls ? with_tls : plain;
    const auto place = common::server_place(text.substr(scheme.size()));
    if (!is_host(place.host) || (!place.port.empty() && !common::is_port(place.port))) {
        return std::nullopt;
    }
    const std::string_view usual = tls ? "465" : "587";
    return fmt::format("{}{}:{}", scheme, place.host, place.port.empty() ? usual : place.port);
}

std::optional<std::string> one_of(std::string_view text, std::string_view a, std::string_view b) {
    return text == a || text == b ? std::optional{std::string{text}} : std::nullopt;
}

void read_server(Section& section, ServerSettings& server) {
    server.url = section
                     .required("server", server_url,
                               "the mail server, such as \"smtp://mail.kommune.example:587\" or "
                               "\"smtps://mail.kommune.example:465\"")
                     .value_or("");
    const auto tls = section.parsed(
        "tls", [](std::string_view text) { return one_of(text, "starttls", "none"); },
        "\"starttls\" or \"none\"");
    const bool from_the_start = server.url.starts_with(with_tls);
    if (tls && from_the_start) {
        section.report("tls", "`plugins.mail.tls` is for smtp:// alone; smtps:// has TLS from the "
                              "start");
    }
    server.encrypted = tls != "none";
    const auto scheme = from_the_start ? with_tls : plain;
    const auto host = common::server_place(std::string_view{server.url}.substr(
                                               std::min(scheme.size(), server.url.size())))
                          .host;
    if (!server.encrypted && !common::is_loopback(host)) {
        section.report("tls", "`plugins.mail.tls` may be \"none\" only for a server on this "
                              "machine; over a network names, texts and the password would be "
                              "open to everybody");
    }
    server.ca_file = section.certificates("ca_file").value_or(std::filesystem::path{});
    constexpr int longest_timeout_s = 3600;
    server.timeout = std::chrono::seconds{
        section.whole("timeout_s", 1, longest_timeout_s).value_or(server.timeout.count())};
}

void read_login(Section& section, ServerSettings& server) {
    server.user = section.parsed("user", not_empty, "the name to log in with").value_or("");
    const bool given = section.has("password_file") || section.has("password_credential");
    server.password = section.secret("password").value_or("");
    if (given && server.user.empty()) {
        section.report("user", "`plugins.mail.user` is missing; a password needs a user");
    }
    if (!given && !server.user.empty()) {
        section.report("user", "`plugins.mail.user` needs `password_file` or "
                               "`password_credential` beside it");
    }
    if (section.has("password")) {
        section.report("password", "a password does not stand in this file; put it into one of "
                                   "its own, closed to others, and name that with "
                                   "`plugins.mail.password_file`");
    }
}

std::optional<std::string> address_alone(std::string_view text) {
    const auto address = deliverable(text);
    return address ? std::optional{*address} : std::nullopt;
}

std::optional<std::string> link_template(std::string_view text) {
    const bool http = text.starts_with("https://") || text.starts_with("http://");
    const bool blank = text.find_first_of(" \t\r\n<>\"") != std::string_view::npos;
    return http && !blank && text.find("{number}") != std::string_view::npos
               ? std::optional{std::string{text}}
               : std::nullopt;
}

/// `NAME <klik.kommune.example>`
std::optional<std::string> list_id(std::string_view text) {
    const auto opening = text.find('<');
    const bool ascii = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
    return ascii && opening != std::string_view::npos && text.ends_with('>') &&
                   text.substr(opening).find('.') != std::string_view::npos
               ? std::optional{std::string{text}}
               : std::nullopt;
}

/// An empty one is none.
std::optional<std::string> subject_prefix(std::string_view text) {
    constexpr std::size_t longest_bytes = 40;
    if (text.empty()) {
        return std::string{};
    }
    return text.size() <= longest_bytes ? not_empty(text) : std::nullopt;
}

void read_letterhead(Section& section, Letterhead& head) {
    head.from = section
                    .required("from", mailbox_from,
                              "who the mail comes from, such as \"KLIK <klik@kommune.example>\"")
                    .value_or(Mailbox{});
    head.reply_to =
        section.parsed("reply_to", address_alone, "an address, where answers go").value_or("");
    head.link = section
                    .parsed("link", link_template,
                            "an address with {number} in it, such as "
                            "\"https://klik.example/task/{number}\"")
                    .value_or("");
    head.list_id =
        section
            .parsed("list_id", list_id,
                    "a name and an id with a dot, such as \"KLIK <klik.kommune.example>\"")
            .value_or(fmt::format("KLIK <klik.{}>", domain_of(head.from.address)));
    head.subject_prefix =
        section
            .parsed("subject_prefix", subject_prefix,
                    "what each subject begins with, such as \"KLIK: \", on one line and of at most "
                    "40 bytes; \"\" for nothing")
            .value_or("KLIK: ");
}

} // namespace

MailSettings read_mail_settings(common::SettingsFile& file) {
    constexpr int longest_days = 30;
    constexpr int longest_first_s = 900;
    MailSettings settings;
    Section section{file, "mail"};
    read_server(section, settings.server);
    read_login(section, settings.server);
    read_letterhead(section, settings.head);
    settings.keys = section.curve_keys();
    settings.begin =
        section
            .parsed(
                "begin", [](std::string_view text) { return one_of(text, "end", "begin"); },
                "\"end\", to mail what is told from now on, or \"begin\", to mail all that "
                "klikd ever told")
            .value_or(settings.begin);
    settings.back_off.first =
        std::chrono::seconds{section.whole("retry_after_s", 1, longest_first_s)
                                 .value_or(settings.back_off.first.count())};
    settings.give_up = std::chrono::days{
        section.whole("give_up_days", 1, longest_days).value_or(settings.give_up.count())};
    section.finish();
    return settings;
}

} // namespace klik::mail
