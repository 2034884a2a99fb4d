#pragma once

#include "common/clock.hpp"
#include "mail/address.hpp"
#include "mail/notice.hpp"
#include "mail/wording.hpp"

#include <map>
#include <string>
#include <vector>

namespace klik::mail {

/// What is the same in every mail of this municipality.
struct Letterhead {
    Mailbox from;
    std::string reply_to;         ///< an address; empty: none
    std::string list_id;          ///< `KLIK <klik.korsbaek.example>`
    std::string link;             ///< with `{number}` and `{municipality}`; empty: none
    std::string subject_prefix{}; ///< such as `KLIK: `; empty: none
};

/// Message ids of the mails that the reader got before, oldest first, by thread.
using EarlierMails = std::map<std::string, std::vector<std::string>>;

/// What the reader sees.
struct Letter {
    std::string subject;
    std::string text;
    std::string html;
};
[[nodiscard]] Letter letter_for(const Notice& notice, Language language,
                                const std::string& link_template);

/// The whole mail (RFC 5322, MIME): text and HTML as alternatives.
[[nodiscard]] std::string message_for(const Notice& notice, const Letter& letter,
                                      const Letterhead& head, const Mailbox& to,
                                      const EarlierMails& earlier, common::Time now);

} // namespace klik::mail
