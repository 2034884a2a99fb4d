#include "chat/channels/xmpp/jid.hpp"

#include <algorithm>

namespace klik::chat::xmpp {

namespace {

char lower(char each) {
    return each >= 'A' && each <= 'Z' ? static_cast<char>(each - 'A' + 'a') : each;
}

} // namespace

std::string bare_jid(std::string_view jid) {
    std::string bare{jid.substr(0, jid.find('/'))};
    std::ranges::transform(bare, bare.begin(), lower);
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
    return at != text.npos && at > 0 && at + 1 < text.size() &&
           text.find('@', at + 1) == text.npos && text.find_first_of(not_in_it) == text.npos;
}

} // namespace klik::chat::xmpp
