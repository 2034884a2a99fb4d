// What the desk is told by those who deliver; the rest of it is in municipality_desk.cpp.

#include "daemon/municipality_desk.hpp"
#include "daemon/name_search.hpp"

#include <algorithm>

namespace klik::daemon {

namespace {

using domain::Problem;

constexpr std::string_view verb = "report";

} // namespace

domain::Result<std::optional<engine::Event>>
MunicipalityDesk::notification_of(const codec::TellDelivery& told) {
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
    const auto event = notification_of(told);
    if (!event) {
        return codec::error(call.ref, event.error(), verb);
    }
    const auto* notified = *event ? std::get_if<engine::Notified>(&(*event)->body) : nullptr;
    if (notified == nullptr) {
        return codec::error(call.ref, {"not_found", "event", "is no notification of this journal"},
                            verb);
    }
    const auto& notification = notified->notification;
    const auto item =
        std::ranges::find(notification.items, told.item, &domain::NotificationItem::key);
    if (item == notification.items.end() || notification.recipient.person != told.person) {
        return codec::error(call.ref,
                            item == notification.items.end()
                                ? Problem{"not_found", "item", "is not in that notification"}
                                : Problem{"not_found", "person", "is not its recipient"},
                            verb);
    }
    if (const auto known = state_.deliveries.find(told.item);
        known != state_.deliveries.end() && known->second.outcome == told.outcome) {
        return codec::report_ok(call.ref, known->second.sequence);
    }
    const auto person = journal_->person(state_.municipality, told.person);
    if (!person) {
        batch_->fail(person.error());
        return codec::error(call.ref, batch_->why_read_only(), verb);
    }
    const auto known = person->value_or(journal::Person{});
    engine::ReportDelivery report{
        (*event)->sequence, told.item,
        item->number,       told.person,
        told.outcome,       NameSearch{known.name, known.email}.taken_out_of(told.detail)};
    if (told.outcome == engine::DeliveryOutcome::bounced) {
        report.bounced = notification;
        report.bounced->items = {*item};
    }
    pass_due_moments(call.now, false);
    return codec::report_ok(call.ref, decide(moment(call.now), call.via, std::move(report)));
}

} // namespace klik::daemon
