#include "chat/channels/xmpp/jid.hpp"

#include <algorithm>
#include <cctype>

namespace klik::chat::xmpp {

namespace {

char lower(char each) {
    return each >= 'A' && each <= 'Z' ? static_cast<char>(each - 'A' + 'a') : each;
}

/// À to Þ, the Danish letters among them, as the servers have them.
void lower_letters_with_marks(std::string& text) {
    constexpr char lead = '\xC3';
    constexpr char first = '\x80';
    constexpr char last = '\x9E';
    constexpr char times_sign = '\x97';
    for (std::size_t at = 1; at < text.size(); ++at) {
        auto& each = text[at];
        if (text[at - 1] == lead && each >= first && each <= last && each != times_sign) {
            each = static_cast<char>(each + ('a' - 'A'));
        }
    }
}

/// Names with dots between them, of letters, digits and `-`; those of other alphabets as well.
bool is_domain(std::string_view text) {
    const auto fits = [](unsigned char each) {
        return std::isalnum(each) != 0 || each == '-' || each >= 0x80;
    };
    while (true) {
        const auto name = text.substr(0, text.find('.'));
        if (name.empty() || name.starts_with('-') || name.ends_with('-') ||
            !std::ranges::all_of(name, fits)) {
            return false;
        }
        if (name.size() == text.size()) {
            return true;
        }
        text.remove_prefix(name.size() + 1);
    }
}

} // namespace

std::string bare_jid(std::string_view jid) {
    std::string bare{jid.substr(0, jid.find('/'))};
    std::ranges::transform(bare, bare.begin(), lower);
    lower_letters_with_marks(bare);
    return bare;
}

std::string_view resource(std::string_view jid) {
    const auto slash = jid.find('/');
    return slash == jid.npos ? std::string_view{} : jid.substr(slash + 1);
}

std::string_view domain(std::string_view jid) {
    const auto bare = jid.substr(0, jid.find('/'));
    const auto at = bare.find('@');
    return at == bare.npos ? bare : bare.substr(at + 1);
}

bool is_bare_jid(std::string_view text) {
    constexpr std::string_view not_in_it = " /\"&'<>:\t\r\n";
    const auto at = text.find('@');
    return at != text.npos && at > 0 && text.find_first_of(not_in_it) == text.npos &&
           is_domain(text.substr(at + 1));
}

} // namespace klik::chat::xmpp
