#include "domain/recipient_text.hpp"

#include <vector>

namespace klik::domain {

namespace {

/// `a, b eller c`
std::string listed(const std::vector<std::string>& names, std::string_view last) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) {
            text += i + 1 == names.size() ? last : ", ";
        }
        text += names[i];
    }
    return text;
}

/// Roles that were asked before, each with the holder where it has one.
std::vector<std::string> passed_over_as(PassedOver reason, const Recipient& recipient,
                                        const NoticeWords& w) {
    std::vector<std::string> roles;
    for (const auto& [role, why] : recipient.via) {
        if (why == reason) {
            roles.push_back(why == PassedOver::vacant ? title(role, w.language())
                                                      : definite_title(role, w.language()));
        }
    }
    return roles;
}

/// Why the roles that were asked before did not get the notice.
std::string passed_over(const Recipient& recipient, const NoticeWords& w) {
    const std::string_view also = w.say(" og ", " and ");
    std::vector<std::string> reasons;
    const auto vacant = passed_over_as(PassedOver::vacant, recipient, w);
    if (!vacant.empty()) {
        reasons.push_back(std::string(w.say("der ikke er nogen ", "there is no ")) +
                          listed(vacant, w.say(" eller ", " or ")));
    }
    const auto absent = passed_over_as(PassedOver::absent, recipient, w);
    if (!absent.empty()) {
        const bool one = absent.size() == 1;
        reasons.push_back(listed(absent, also) +
                          w.say(" er fraværende", one ? " is away" : " are away"));
    }
    const auto bounced = passed_over_as(PassedOver::bounced, recipient, w);
    if (!bounced.empty()) {
        reasons.push_back(std::string(w.say("post til ", "mail to ")) + listed(bounced, also) +
                          w.say(" kom retur", " came back"));
    }
    const auto unknown = passed_over_as(PassedOver::no_address, recipient, w);
    if (!unknown.empty()) {
        reasons.push_back(
            std::string(w.say("vi ikke kender en mailadresse på ", "we know no mail address of ")) +
            listed(unknown, also));
    }
    return listed(reasons, also);
}

/// Whose role on another task than the one in question it is.
std::string on_theirs(const Role& role, const NoticeWords& w) {
    const bool on_a_task = role == Role::assignee || role == Role::responsible;
    return on_a_task && w.has("yours") ? std::string(w.say(" på ", " of ")) + w.fact("yours") : "";
}

} // namespace

std::string why_told(const Recipient& recipient, const NoticeWords& w) {
    const std::string role = title(recipient.role, w.language()) + on_theirs(recipient.role, w);
    if (recipient.via.empty()) {
        return std::string(w.say(" Du får beskeden som ", " You are told as ")) + role + '.';
    }
    const bool is_nobody = recipient.role == Role::mailbox; // whom "you" could mean
    std::string text =
        std::string(is_nobody ? w.say(" Beskeden går til ", " This goes to the ")
                              : w.say(" Beskeden går til dig som ", " This goes to you as the "));
    text += recipient.deputy ? w.say("stedfortræder for ", "deputy of the ") : "";
    return text + role + w.say(", fordi ", ", because ") + passed_over(recipient, w) + '.';
}

} // namespace klik::domain
