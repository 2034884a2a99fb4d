#include "engine/decide_inputs.hpp"
#include "engine/item_of_now.hpp"
#include "engine/notices.hpp"
#include "engine/readiness.hpp"

namespace klik::engine {

namespace {

using domain::Role;

/// The role that the item was meant for: the first that was asked. Who asked for a change has no
/// deputy.
Role meant_for(const domain::NotificationItem& item) {
    const auto fact = [&](const char* name) {
        const auto found = item.facts.find(name);
        return found == item.facts.end() ? std::string{} : found->second;
    };
    const std::string via = fact("via");
    auto role = domain::role(via.empty() ? fact("role") : via.substr(0, via.find(": ")));
    return role && *role != Role::requester ? *std::move(role) : Role::klik_administrator;
}

/// Of a reminder for those who can unblock a task, one of theirs that is open.
std::optional<domain::TaskNumber> asked_on(const State& state,
                                           const domain::NotificationItem& item) {
    const auto yours = item.facts.find("yours");
    if (yours != item.facts.end()) {
        for (const auto number : numbers_in(yours->second)) {
            if (any_open(state, {number})) {
                return number;
            }
        }
    }
    return std::nullopt;
}

/// The item goes to the next in the chain, where it still holds and they have not heard it. What
/// was told to one person is taken back from that person alone.
void send_on(Decision& decision, const domain::Notification& notification) {
    const auto& item = notification.items.front();
    auto occasion = occasion_told(item, notification.recipient.person);
    if (!occasion || item.kind == domain::NotificationKind::withdrawn) {
        return;
    }
    PendingItem pending{item.number,
                        *std::move(occasion),
                        meant_for(item),
                        asked_on(decision.state(), item),
                        {},
                        who_did_it(item.facts),
                        {},
                        decision.cause(),
                        notification.late};
    pending.occasion.facts.erase("deferred_from"); // that was another person's day
    if (is_true_now(decision, pending)) {
        put_in_words_of_now(decision, pending);
        Notices notices(decision);
        notices.add(std::move(pending));
        notices.deliver();
    }
}

} // namespace

void decide_delivery_reported(Decision& decision, const ReportDelivery& input) {
    decision.emit(DeliveryReported{input.event, input.item, input.number, input.person,
                                   input.outcome, input.detail, input.bounced, decision.via()});
    std::map<std::string, std::string> details{{"event", domain::to_string(input.event)},
                                               {"item", input.item},
                                               {"person", input.person.value},
                                               {"outcome", std::string(canonical(input.outcome))},
                                               {"via", decision.via()}};
    if (input.number) {
        details.emplace("number", domain::to_string(*input.number));
    }
    if (!input.detail.empty()) {
        details.emplace("detail", input.detail);
    }
    decision.emit(SystemReported{"delivery", std::move(details)});
    if (input.bounced) {
        send_on(decision, *input.bounced);
    }
}

} // namespace klik::engine
