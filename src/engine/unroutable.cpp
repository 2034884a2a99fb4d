#include "engine/unroutable.hpp"

#include "domain/recipients.hpp"

namespace klik::engine {

std::optional<SystemReported> unroutable(const State& state,
                                         const domain::Notification& notification) {
    const domain::Recipient& recipient = notification.recipient;
    if (recipient.person != domain::mailbox(state.municipality) ||
        state.gallery.addressed(recipient.person)) {
        return std::nullopt;
    }
    std::string numbers;
    for (const auto& item : notification.items) {
        numbers += (numbers.empty() ? "" : " ") + domain::to_string(item.number);
    }
    const domain::Role& asked = recipient.via.empty() ? recipient.role : recipient.via.front().role;
    return SystemReported{"unroutable",
                          {{"person", recipient.person.value},
                           {notification.items.size() == 1 ? "number" : "numbers", numbers},
                           {"role", asked.name}}};
}

} // namespace klik::engine
