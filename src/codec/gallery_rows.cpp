#include "codec/gallery_rows.hpp"

#include "codec/payload_writer.hpp"

namespace klik::codec {
namespace {

void write_id_or_nil(MapWriter& map, std::string_view key,
                     const std::optional<domain::PersonId>& id) {
    if (id) {
        map.text(key, id->value);
    } else {
        map.nil(key);
    }
}

} // namespace

std::string role_row(const domain::RoleGallery& gallery, const domain::Holding& holding,
                     domain::Date today) {
    const auto& [role, person, deputy_of] = holding.assignment;
    const domain::PersonId& present = gallery.in_place_of(person);
    return write_map([&](MapWriter& map) {
        map.text("role", role.name);
        map.text("person", person.value);
        write_id_or_nil(map, "deputy_of", deputy_of);
        map.flag("primary", holding.terms.primary);
        map.texts("projects", holding.terms.projects);
        map.flag("absent", gallery.absent(present, today));
        map.flag("bounced", gallery.bounced(present));
        map.flag("left", gallery.left(present));
        map.flag("addressed", gallery.addressed(present));
        write_id_or_nil(map, "replaced_by",
                        present == person ? std::nullopt : std::optional{present});
    });
}

std::string delivery_row(const std::string& event, domain::Sequence sequence, domain::UtcTime told,
                         const domain::Recipient& recipient, const domain::NotificationItem& item,
                         const engine::Delivery* delivery) {
    return write_map([&](MapWriter& map) {
        map.text("event", event);
        map.sequence("sequence", sequence);
        map.time("told", told);
        map.text("item", item.key);
        map.number("number", item.number);
        map.text("kind", domain::canonical(item.kind));
        map.text("person", recipient.person.value);
        map.text("role", recipient.role.name);
        if (delivery == nullptr) {
            map.nil("outcome");
            map.nil("detail");
            map.nil("reported");
        } else {
            map.text("outcome", engine::canonical(delivery->outcome));
            map.text("detail", delivery->detail);
            map.time("reported", delivery->at);
        }
        if (!item.withdraws.empty()) {
            map.text("withdraws", item.withdraws);
        }
    });
}

} // namespace klik::codec
