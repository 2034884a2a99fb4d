#include "chat/channels/xmpp/verdicts.hpp"

#include "chat/channels/xmpp/jid.hpp"

#include <fmt/core.h>

namespace klik::chat::xmpp {

Error why_refused(const Stanza& refusal) {
    const auto& condition = refusal.error_condition;
    if (condition == "forbidden") {
        return {"unauthorised", "the room does not let KLIK speak; give its `jid` a voice"};
    }
    if (condition == "item-not-found" || condition == "gone" ||
        condition == "remote-server-not-found") {
        return {"gone", "there is no such room, or nobody of that address"};
    }
    if (condition == "not-acceptable" || condition == "recipient-unavailable") {
        return {"unreachable", "KLIK, or whom it writes to, is not there any more"};
    }
    if (refusal.error_type == "wait") {
        return {"busy", fmt::format("it asks for patience ({})", condition)};
    }
    return {"refused", fmt::format("it does not take this message ({})", condition)};
}

Error why_refused_by_a_room(const Stanza& refusal) {
    const auto& condition = refusal.error_condition;
    if (condition == "service-unavailable" || condition == "internal-server-error" ||
        condition == "remote-server-timeout") {
        return {"unreachable", fmt::format("its server of rooms is not there ({})", condition)};
    }
    return why_refused(refusal);
}

bool says_that_we_are_out(const Stanza& error) {
    return error.error_condition == "not-acceptable" || error.error_condition == "item-not-found" ||
           error.error_condition == "gone";
}

bool comes_from_the_room(const Stanza& stanza) {
    return stanza.error_condition != "remote-server-not-found" &&
           stanza.error_condition != "remote-server-timeout" && !says_that_we_are_out(stanza);
}

bool may_refuse_for(const std::string& to, const std::string& from, std::string_view own_server) {
    return !to.empty() && (from == to || from == own_server || from == domain(to) ||
                           (resource(from).empty() && bare_jid(from) == bare_jid(to)));
}

} // namespace klik::chat::xmpp
