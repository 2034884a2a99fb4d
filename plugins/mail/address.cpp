#include "mail/address.hpp"

#include <idn2.h>

#include <algorithm>

namespace klik::mail {

namespace {

constexpr std::size_t longest_address = 254; // RFC 5321 4.5.3.1
constexpr std::size_t longest_local_part = 64;
constexpr std::string_view beside_letters_and_digits = "!#$%&'*+-/=?^_`{|}~.";

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Dots between words, and not two of them.
bool has_words_between_dots(std::string_view text) {
    return !text.empty() && !text.starts_with('.') && !text.ends_with('.') &&
           text.find("..") == std::string_view::npos;
}

bool is_local_part(std::string_view text) {
    return text.size() <= longest_local_part && has_words_between_dots(text) &&
           std::ranges::all_of(text, [](char c) {
               return is_letter_or_digit(c) ||
                      beside_letters_and_digits.find(c) != std::string_view::npos;
           });
}

bool is_host_name(std::string_view text) {
    return has_words_between_dots(text) && std::ranges::all_of(text, [](char c) {
               return is_letter_or_digit(c) || c == '-' || c == '.';
           });
}

std::optional<std::string> ascii_domain(std::string_view domain) {
    char* made = nullptr;
    const int code =
        idn2_to_ascii_8z(std::string{domain}.c_str(), &made, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    std::optional<std::string> ascii;
    if (code == IDN2_OK && is_host_name(made)) {
        ascii = made;
    }
    idn2_free(made);
    return ascii;
}

std::string_view without_blank_ends(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

} // namespace

std::expected<std::string, std::string> deliverable(std::string_view address) {
    const auto sign = address.rfind('@');
    if (address.empty()) {
        return std::unexpected("no address is known");
    }
    if (sign == std::string_view::npos) {
        return std::unexpected("what is known is no mail address");
    }
    const auto local = address.substr(0, sign);
    if (!is_ascii(local)) {
        return std::unexpected("the part of the address before the at sign has letters that mail "
                               "servers do not take everywhere; only those of ASCII are sent to");
    }
    const auto domain = ascii_domain(address.substr(sign + 1));
    if (!is_local_part(local) || !domain) {
        return std::unexpected("what is known is no mail address");
    }
    std::string made = std::string{local} + '@' + *domain;
    if (made.size() > longest_address) {
        return std::unexpected("what is known is too long for a mail address");
    }
    return made;
}

std::optional<Mailbox> mailbox_from(std::string_view text) {
    Mailbox mailbox;
    std::string_view address = text;
    if (const auto opening = text.rfind('<'); opening != std::string_view::npos) {
        if (!text.ends_with('>')) {
            return std::nullopt;
        }
        address = text.substr(opening + 1, text.size() - opening - 2);
        mailbox.name = without_blank_ends(text.substr(0, opening));
    }
    auto made = deliverable(address);
    if (!made) {
        return std::nullopt;
    }
    mailbox.address = *std::move(made);
    return mailbox;
}

std::string_view domain_of(std::string_view address) {
    return address.substr(address.rfind('@') + 1);
}

} // namespace klik::mail
