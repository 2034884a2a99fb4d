#include "codec/notification_data.hpp"

#include "codec/words.hpp"

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
    map.map("text", [&](MapWriter& text) {
        text.text("da", item.text_da);
        text.text("en", item.text_en);
    });
    map.text("thread", item.thread);
    map.nil("withdraws");
}

domain::NotificationItem read_item(const Value& value) {
    domain::NotificationItem item;
    MapReader map{value};
    item.key = map.required("key").text();
    item.number = map.required("number").number();
    item.kind = map.required("kind").word(domain::notification_kind);
    item.rule = map.required("rule").text();
    MapReader facts{map.required("facts")};
    for (const std::string_view name : facts.unread()) {
        item.facts.emplace(name, facts.required(name).text());
    }
    MapReader text{map.required("text")};
    item.text_da = text.required("da").text();
    item.text_en = text.required("en").text();
    text.close();
    item.thread = map.required("thread").text();
    static_cast<void>(map.required("withdraws"));
    map.close();
    return item;
}

domain::Recipient read_recipient(const Value& value) {
    domain::Recipient recipient;
    MapReader map{value};
    recipient.person = domain::PersonId{std::string{map.required("person").text()}};
    recipient.role = map.required("role").word(domain::role);
    map.required("via").each(
        [&](const Value& role) { recipient.vacant.push_back(role.word(domain::role)); });
    map.close();
    return recipient;
}

} // namespace

void write_notification(MapWriter& map, const domain::Notification& notification) {
    map.text("kind", kind_of(notification));
    map.map("recipient", [&](MapWriter& recipient) {
        recipient.text("person", notification.recipient.person.value);
        recipient.text("role", domain::canonical(notification.recipient.role));
        recipient.texts("via", notification.recipient.vacant,
                        [](domain::Role role) { return domain::canonical(role); });
    });
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
