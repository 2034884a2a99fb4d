#pragma once

#include <string>
#include <string_view>

namespace klik::chat::xmpp {

/// Without the resource, in lower case, the Danish letters too: by this a person is known.
[[nodiscard]] std::string bare_jid(std::string_view jid);
/// What stands behind the first `/`; in a room that is the nickname.
[[nodiscard]] std::string_view resource(std::string_view jid);
[[nodiscard]] std::string_view domain(std::string_view jid);
/// `name@domain`, without a resource.
[[nodiscard]] bool is_bare_jid(std::string_view text);

} // namespace klik::chat::xmpp
