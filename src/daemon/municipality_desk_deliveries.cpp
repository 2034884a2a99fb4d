// What the desk is told by those who deliver; the rest of it is in municipality_desk.cpp.

#include "daemon/municipality_desk.hpp"
#include "daemon/name_search.hpp"
#include "domain/recipients.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace klik::daemon {

namespace {

using domain::Problem;

constexpr std::string_view report_verb = "report";
constexpr const char* test_message = "test_message";

std::string detail_of(const engine::SystemReported& event, const char* name) {
    const auto found = event.details.find(name);
    return found == event.details.end() ? std::string{} : found->second;
}

/// The notification with the item alone, or why it was not told so.
domain::Result<domain::Notification> told_in(const engine::Notified& notified,
                                             const codec::TellDelivery& told) {
    domain::Notification notification = notified.notification;
    std::erase_if(notification.items, [&](const auto& item) { return item.key != told.item; });
    if (notification.items.empty()) {
        return std::unexpected(Problem{"not_found", "item", "is not in that notification"});
    }
    if (notification.recipient.person != told.person) {
        return std::unexpected(Problem{"not_found", "person", "is not its recipient"});
    }
    return notification;
}

/// What the report is about: an item of a notification, or a trial.
domain::Result<engine::ReportDelivery> report_about(const std::optional<engine::Event>& event,
                                                    const codec::TellDelivery& told) {
    engine::ReportDelivery report{{}, told.item, {}, told.person, told.outcome, {}, {}};
    const auto* notified = event ? std::get_if<engine::Notified>(&event->body) : nullptr;
    const auto* system = event ? std::get_if<engine::SystemReported>(&event->body) : nullptr;
    if (notified != nullptr) {
        auto notification = told_in(*notified, told);
        if (!notification) {
            return std::unexpected(std::move(notification.error()));
        }
        report.number = notification->items.front().number;
        if (told.outcome == engine::DeliveryOutcome::bounced) {
            report.bounced = *std::move(notification);
        }
    } else if (system == nullptr || system->kind != test_message) {
        return std::unexpected(Problem{"not_found", "event", "is no notification of this journal"});
    } else if (detail_of(*system, "item") != told.item ||
               detail_of(*system, "person") != told.person.value) {
        return std::unexpected(Problem{"not_found", "item", "is not that of the trial"});
    }
    report.event = event->sequence;
    return report;
}

} // namespace

domain::Result<std::optional<engine::Event>>
MunicipalityDesk::event_of(const codec::TellDelivery& told) {
    const std::string prefix = journal_->epoch() + '.';
    const auto sequence = told.event.starts_with(prefix)
                              ? domain::sequence(told.event.substr(prefix.size()))
                              : std::nullopt;
    if (!sequence || *sequence > state_.head || sequence->value == 0) {
        return std::nullopt;
    }
    auto event = recorded(*sequence);
    if (!event) {
        return std::unexpected(std::move(event.error()));
    }
    return *std::move(event);
}

codec::ServerMessage MunicipalityDesk::tell_delivery(const codec::TellDelivery& told,
                                                     const Call& call) {
    const auto event = event_of(told);
    if (!event) {
        return codec::error(call.ref, event.error(), report_verb);
    }
    auto report = report_about(*event, told);
    if (!report) {
        return codec::error(call.ref, report.error(), report_verb);
    }
    if (const auto known = state_.deliveries.find(told.item);
        known != state_.deliveries.end() && known->second.outcome == told.outcome) {
        return codec::report_ok(call.ref, known->second.sequence);
    }
    const auto person = journal_->person(state_.municipality, told.person);
    if (!person) {
        batch_->fail(person.error());
        return codec::error(call.ref, batch_->why_read_only(), report_verb);
    }
    const auto known = person->value_or(journal::Person{});
    report->detail = NameSearch{known.name, known.email}.taken_out_of(told.detail);
    pass_due_moments(call.now, false);
    if (const auto* notified = std::get_if<engine::Notified>(&(**event).body)) {
        const auto item = std::ranges::find(notified->notification.items, told.item,
                                            &domain::NotificationItem::key);
        tally_.count_delivery(item->kind, told.outcome); // `report_about` has found it
    }
    return codec::report_ok(call.ref, decide(moment(call.now), call.via, *std::move(report)));
}

codec::ServerMessage MunicipalityDesk::tell_test_message(const codec::Administer& wish,
                                                         const Call& call) {
    constexpr std::string_view admin = "admin";
    const bool known =
        knows_person(wish.person) || wish.person == domain::mailbox(state_.municipality);
    if (batch_->read_only()) {
        return codec::error(call.ref, batch_->why_read_only(), admin);
    }
    if (!known) {
        return codec::error(call.ref, no_such_person(), admin);
    }
    pass_due_moments(call.now, false);
    const std::string item = fmt::format("{}/{}/{}/{}", state_.municipality.value, test_message,
                                         state_.head.value + 1, wish.person.value);
    report(test_message,
           {{"person", wish.person.value}, {"item", item}, {"via", std::string{call.via}}},
           call.now);
    return codec::test_message_told(call.ref, state_.head, item);
}

} // namespace klik::daemon
