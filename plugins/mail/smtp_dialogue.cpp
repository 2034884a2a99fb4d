#include "mail/smtp_dialogue.hpp"

#include "common/transfer_trouble.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace klik::mail {

namespace {

bool begins_with(std::string_view line, std::string_view command) {
    return line.size() >= command.size() &&
           std::ranges::equal(line.substr(0, command.size()), command, [](char a, char b) {
               return (a >= 'a' && a <= 'z' ? a - ('a' - 'A') : a) == b;
           });
}

/// `5.1.1` at the beginning of the text; empty where there is none.
std::string enhanced_code(std::string_view text) {
    const auto word = text.substr(0, text.find_first_of(" \r\n"));
    const bool form =
        std::ranges::count(word, '.') == 2 && word.size() <= 9 &&
        std::ranges::all_of(word, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
    return form ? std::string{word} : std::string{};
}

/// Servers that do not send for us say so in no code that all of them share, but in this word.
bool speaks_of_relaying(std::string_view reply) {
    constexpr std::string_view word = "RELAY";
    for (; reply.size() >= word.size(); reply.remove_prefix(1)) {
        if (begins_with(reply, word)) {
            return true;
        }
    }
    return false;
}

std::string_view name_of(SmtpDialogue::Place place) {
    switch (place) {
    case SmtpDialogue::Place::greeting:
        return "the beginning";
    case SmtpDialogue::Place::sender:
        return "MAIL";
    case SmtpDialogue::Place::recipient:
        return "RCPT";
    case SmtpDialogue::Place::data:
        return "DATA";
    case SmtpDialogue::Place::content:
        break;
    }
    return "the end of the mail";
}

} // namespace

void SmtpDialogue::said(std::string_view command) {
    if (begins_with(command, "MAIL FROM")) {
        place_ = Place::sender;
    } else if (begins_with(command, "RCPT TO")) {
        place_ = Place::recipient;
    } else if (begins_with(command, "DATA")) {
        place_ = Place::data;
    } else if (begins_with(command, "QUIT")) {
        over_ = true; // what is answered to that is about no mail
        return;
    }
    code_ = 0;
    enhanced_.clear();
}

void SmtpDialogue::content_begins() {
    if (place_ == Place::data) {
        place_ = Place::content;
        code_ = 0;
        enhanced_.clear();
    }
}

void SmtpDialogue::answered(std::string_view reply) {
    constexpr std::size_t digits = 3;
    answered_ = true;
    int code = 0;
    const auto read =
        std::from_chars(reply.data(), reply.data() + std::min(digits, reply.size()), code);
    if (read.ptr == reply.data() + digits && !over_) {
        code_ = code;
        enhanced_ = reply.size() > digits ? enhanced_code(reply.substr(digits + 1)) : "";
        relay_ = speaks_of_relaying(reply);
    }
}

bool SmtpDialogue::has_class(std::string_view enhanced) const {
    return enhanced_.starts_with(enhanced);
}

Verdict SmtpDialogue::refused_recipient() const {
    constexpr int no_room = 552;
    if (relay_ || code_ == no_room || has_class("5.2.2")) {
        return Verdict::later; // the address may be good: the server, or its owner, has to act
    }
    const bool about_the_address =
        enhanced_.empty() || has_class("5.1.") || has_class("5.2.1") || has_class("5.0.");
    return about_the_address ? Verdict::bounced : Verdict::refused;
}

SmtpResult SmtpDialogue::reply(Verdict verdict) const {
    if (code_ == 0) {
        return {verdict, fmt::format("the connection broke at {}", name_of(place_))};
    }
    return {verdict, fmt::format("{}{}{} at {}", code_, enhanced_.empty() ? "" : " ", enhanced_,
                                 name_of(place_))};
}

std::string SmtpDialogue::what_is_wrong(CURLcode code, long verified) const {
    switch (code) {
    case CURLE_LOGIN_DENIED:
        return "it refuses the user name or the password";
    case CURLE_USE_SSL_FAILED:
        return "it offers no TLS, and without TLS nothing is sent";
    case CURLE_SSL_CONNECT_ERROR:
        return answered_ ? "TLS cannot be agreed on with it"
                         : "that port has no TLS from the start; where it offers STARTTLS, as port "
                           "587 mostly does, `server` begins with smtp://";
    case CURLE_OPERATION_TIMEDOUT:
        return answered_ ? "it does not answer in time"
                         : "it says nothing; look at its name and port. One with TLS from the "
                           "start, as port 465 mostly has, needs smtps:// in `server`";
    default:
        return common::trouble_in_words(code, verified);
    }
}

SmtpResult SmtpDialogue::trouble(CURLcode code, long verified) const {
    std::string detail = what_is_wrong(code, verified);
    if (code_ >= 400) {
        detail += fmt::format(" ({})", reply(Verdict::server_trouble).detail);
    }
    return {Verdict::server_trouble, detail};
}

SmtpResult SmtpDialogue::result(CURLcode code, long verified) const {
    constexpr int permanent = 500;
    constexpr int too_large = 552;
    constexpr int login_required = 530;
    constexpr int bad_sequence = 503;
    if (code == CURLE_OK) {
        return {Verdict::sent, {}};
    }
    if (code == CURLE_ABORTED_BY_CALLBACK) {
        return {Verdict::broken_off, {}, place_ == Place::content};
    }
    switch (place_) {
    case Place::greeting:
        return trouble(code, verified);
    case Place::sender:
        return code_ == too_large || has_class("5.3.4") ? reply(Verdict::refused)
                                                        : trouble(code, verified);
    case Place::recipient:
        if (code_ == login_required || code_ == bad_sequence) {
            return trouble(code, verified);
        }
        return reply(code_ < permanent ? Verdict::later : refused_recipient());
    case Place::data:
    case Place::content:
        break;
    }
    auto result = reply(code_ >= permanent ? Verdict::refused : Verdict::later);
    result.maybe_sent = place_ == Place::content && code_ == 0;
    return result;
}

} // namespace klik::mail
