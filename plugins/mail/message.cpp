#include "mail/message.hpp"

#include "mail/mime_text.hpp"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace klik::mail {

namespace {

using Ids = std::vector<std::string>;

/// `Mon, 19 Feb 2024 07:00:00 +0000`, whatever the locale.
std::string date_text(common::Time time) {
    constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
        days.at(std::chrono::weekday{day}.c_encoding()), static_cast<unsigned>(date.day()),
        months.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
        clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string id_words(const Ids& ids) {
    std::string words;
    for (const auto& id : ids) {
        words += fmt::format("{}<{}>", words.empty() ? "" : " ", id);
    }
    return words;
}

/// A thread's first mail and its latest ones: a header need not grow for ever.
Ids shortened_references(const Ids& ids) {
    constexpr std::size_t most = 10;
    if (ids.size() <= most) {
        return ids;
    }
    Ids kept{ids.front()};
    kept.insert(kept.end(), ids.end() - (most - 1), ids.end());
    return kept;
}

/// RFC 5322 3.6.4: an answer to several mails names them, and has no chain of references.
std::string thread_fields(const EarlierMails& earlier) {
    constexpr std::size_t most_parents = 10;
    Ids parents;
    const Ids* chain = nullptr;
    for (const auto& [thread, ids] : earlier) {
        if (ids.empty()) {
            continue;
        }
        chain = &ids;
        if (std::ranges::find(parents, ids.back()) == parents.end() &&
            parents.size() < most_parents) {
            parents.push_back(ids.back());
        }
    }
    if (parents.empty()) {
        return {};
    }
    std::string fields = word_field("In-Reply-To", id_words(parents));
    if (parents.size() == 1) {
        fields += word_field("References", id_words(shortened_references(*chain)));
    }
    return fields;
}

std::string part(std::string_view boundary, std::string_view type, std::string_view content) {
    return fmt::format("--{}\r\nContent-Type: {}; charset=utf-8\r\n"
                       "Content-Transfer-Encoding: quoted-printable\r\n\r\n{}",
                       boundary, type, quoted_printable(content));
}

} // namespace

std::string message_for(const Notice& notice, const Letter& letter, const Letterhead& head,
                        const Mailbox& to, const EarlierMails& earlier, common::Time now) {
    // Quoted-printable text has no line that begins with two hyphens and this.
    const std::string boundary = "=_" + notice.message_id.substr(0, notice.message_id.find('@'));
    std::string message = address_field("From", head.from.name, head.from.address);
    message += address_field("To", to.name, to.address);
    message += head.reply_to.empty() ? "" : address_field("Reply-To", "", head.reply_to);
    message += text_field("Subject", head.subject_prefix + letter.subject);
    message += word_field("Date", date_text(now));
    message += word_field("Message-ID", id_words({notice.message_id}));
    message += thread_fields(earlier);
    message += notice.urgent ? word_field("Importance", "high") : "";
    message += word_field("Auto-Submitted", "auto-generated");
    message += word_field("List-Id", head.list_id);
    message += word_field("MIME-Version", "1.0");
    message +=
        fmt::format("Content-Type: multipart/alternative;\r\n boundary=\"{}\"\r\n\r\n", boundary);
    message += part(boundary, "text/plain", letter.text);
    message += part(boundary, "text/html", letter.html);
    return message + fmt::format("--{}--\r\n", boundary);
}

} // namespace klik::mail
