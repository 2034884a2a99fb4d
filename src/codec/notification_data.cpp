#include "codec/notification_data.hpp"

#include "codec/prose_data.hpp"
#include "codec/words.hpp"

#include <algorithm>

namespace klik::codec {
namespace {

std::string_view kind_of(const domain::Notification& notification) {
    return notification.items.size() == 1 ? domain::canonical(notification.items.front().kind)
                                          : "digest";
}

void write_item(MapWriter& map, const domain::NotificationItem& item) {
    map.text("key", item.key);
    map.number("number", item.number);
    map.text("kind", domain::canonical(item.kind));
    map.text("rule", item.rule);
    map.texts_by_name("facts", item.facts);
    write_prose(map, "text", item.text_da, item.text_en);
    map.text("thread", item.thread);
    if (item.withdraws.empty()) {
        map.nil("withdraws");
    } else {
        map.text("withdraws", item.withdraws);
    }
}

domain::NotificationItem read_item(const Value& value) {
    domain::NotificationItem item;
    MapReader map{value};
    item.key = map.required("key").text();
    item.number = map.required("number").number();
    item.kind = map.required("kind").word(domain::notification_kind);
    item.rule = map.required("rule").text();
    MapReader facts{map.required("facts")};
    facts.each_unread(
        [&](std::string_view name, const Value& fact) { item.facts.emplace(name, fact.text()); });
    MapReader text{map.required("text")};
    item.text_da = text.required("da").text();
    item.text_en = text.required("en").text();
    text.close();
    item.thread = map.required("thread").text();
    if (const Value withdraws = map.required("withdraws"); !withdraws.is_nil()) {
        item.withdraws = withdraws.text();
    }
    map.close();
    return item;
}

domain::Recipient read_recipient(const Value& value) {
    domain::Recipient recipient;
    MapReader map{value};
    recipient.person = domain::PersonId{std::string{map.required("person").text()}};
    recipient.role = map.required("role").word(domain::role);
    map.required("via").each([&](const Value& role) {
        recipient.via.push_back({role.word(domain::role), domain::PassedOver::vacant});
    });
    if (const auto reasons = map.optional("reasons")) {
        auto asked = recipient.via.begin();
        reasons->each([&](const Value& why) {
            if (asked == recipient.via.end()) {
                why.refuse("more reasons than roles");
                return;
            }
            (asked++)->why = why.word(domain::passed_over);
        });
    }
    if (const auto deputy = map.optional("deputy")) {
        recipient.deputy = deputy->flag();
    }
    map.close();
    return recipient;
}

} // namespace

void write_recipient(MapWriter& map, const domain::Recipient& recipient) {
    map.text("person", recipient.person.value);
    map.text("role", recipient.role.name);
    map.texts("via", recipient.via,
              [](const auto& asked) { return std::string_view(asked.role.name); });
    if (std::ranges::any_of(recipient.via, [](const auto& asked) {
            return asked.why != domain::PassedOver::vacant;
        })) {
        map.texts("reasons", recipient.via, [](const auto& asked) { return canonical(asked.why); });
    }
    if (recipient.deputy) {
        map.flag("deputy", true);
    }
}

void write_notification(MapWriter& map, const domain::Notification& notification) {
    map.text("kind", kind_of(notification));
    map.map("recipient",
            [&](MapWriter& recipient) { write_recipient(recipient, notification.recipient); });
    map.maps("items", notification.items, write_item);
    map.flag("late", notification.late);
    map.text("urgency", canonical(notification.urgency));
}

domain::Notification read_notification(MapReader& map) {
    static_cast<void>(map.required("kind"));
    domain::Notification notification;
    notification.recipient = read_recipient(map.required("recipient"));
    const Value items = map.required("items");
    items.each([&](const Value& item) { notification.items.push_back(read_item(item)); });
    if (notification.items.empty()) {
        items.refuse("an empty list; a notification has at least one item");
    }
    notification.late = map.required("late").flag();
    notification.urgency = map.required("urgency").word(urgency_word);
    return notification;
}

} // namespace klik::codec
