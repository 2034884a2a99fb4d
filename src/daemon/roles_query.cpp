#include "daemon/roles_query.hpp"

#include "codec/gallery_rows.hpp"
#include "daemon/journal_search.hpp"

namespace klik::daemon {

namespace {

using domain::Result;

/// Where a page of deliveries begins: behind so many items of a notification.
struct ItemPlace {
    domain::Sequence sequence;
    std::size_t items = 0;

    [[nodiscard]] std::string text() const {
        return domain::to_string(sequence) + '/' + std::to_string(items);
    }
    /// The notification is read again, for what is left of it.
    [[nodiscard]] domain::Sequence read_from() const {
        return {sequence.value == 0 ? 0 : sequence.value - 1};
    }
};

Result<ItemPlace> place_in(const std::string& after) {
    if (after.empty()) {
        return ItemPlace{};
    }
    const auto slash = after.find('/');
    const auto sequence = domain::sequence(after.substr(0, slash));
    if (slash == std::string::npos || !sequence) {
        return refuse_after();
    }
    const auto items = number_in_after<std::size_t>(std::string_view{after}.substr(slash + 1));
    if (!items) {
        return std::unexpected(items.error());
    }
    return ItemPlace{*sequence, *items};
}

class Deliveries {
  public:
    Deliveries(const QueryBasis& basis, std::optional<std::string> person,
               std::optional<domain::TaskNumber> number, ItemPlace behind)
        : basis_{&basis}, person_{std::move(person)}, number_{number}, behind_{behind} {}

    /// The items of a notification that are asked for; false when the page is full.
    [[nodiscard]] bool add(const engine::Event& event) {
        const auto* notified = std::get_if<engine::Notified>(&event.body);
        if (notified == nullptr) {
            return true;
        }
        const auto& notification = notified->notification;
        if (person_ && notification.recipient.person.value != *person_) {
            return true;
        }
        const std::string id = basis_->journal.epoch() + '.' + domain::to_string(event.sequence);
        const auto& known = basis_->state.deliveries;
        const std::size_t first = event.sequence == behind_.sequence ? behind_.items : 0;
        for (std::size_t i = first; i < notification.items.size(); ++i) {
            const auto& item = notification.items[i];
            if (number_ && item.number != *number_) {
                continue;
            }
            const auto delivery = known.find(item.key);
            const bool reported =
                delivery != known.end() && delivery->second.event == event.sequence;
            if (!page_.add(codec::delivery_row(id, event.sequence, event.at.utc,
                                               notification.recipient, item,
                                               reported ? &delivery->second : nullptr),
                           ItemPlace{event.sequence, i + 1}.text())) {
                return false;
            }
        }
        return true;
    }
    [[nodiscard]] QueryPage take() { return std::move(page_); }
    /// The next page begins behind a notification that was looked at.
    [[nodiscard]] QueryPage take_as_far_as(domain::Sequence looked_at) {
        page_.end_behind(ItemPlace{{looked_at.value + 1}, 0}.text());
        return take();
    }

  private:
    const QueryBasis* basis_;
    std::optional<std::string> person_;
    std::optional<domain::TaskNumber> number_;
    ItemPlace behind_;
    QueryPage page_;
};

} // namespace

Result<QueryPage> roles(const QueryBasis& basis, const codec::AskQuery& query) {
    if (const QueryKeys keys{query, {}}; keys.problem()) {
        return std::unexpected(*keys.problem());
    }
    const auto behind = number_behind<std::size_t>(query.after);
    if (!behind) {
        return std::unexpected(behind.error());
    }
    QueryPage page;
    const auto holdings = basis.state.gallery.holdings();
    for (std::size_t i = *behind; i < holdings.size(); ++i) {
        if (!page.add(codec::role_row(basis.state.gallery, holdings[i], basis.now.date()),
                      std::to_string(i + 1))) {
            break;
        }
    }
    return page;
}

Result<QueryPage> deliveries(const QueryBasis& basis, const codec::AskQuery& query) {
    QueryKeys keys{query, {"person", "number"}};
    const auto person = keys.text("person");
    const auto number = keys.task_number("number");
    if (keys.problem()) {
        return std::unexpected(*keys.problem());
    }
    const auto place = place_in(query.after);
    if (!place) {
        return std::unexpected(place.error());
    }
    Deliveries found{basis, person, number, *place};
    const auto take = [&](const codec::Record& record) -> Result<bool> {
        const auto event = codec::decode_record(record);
        if (!event) {
            return std::unexpected(event.error());
        }
        return found.add(*event);
    };
    auto behind = place->read_from();
    const auto ended = look_through(basis, journal::mask_of(engine::EventKind::notification),
                                    most_records_of_a_page, behind, take);
    if (!ended) {
        return std::unexpected(ended.error());
    }
    return *ended ? found.take() : found.take_as_far_as(behind);
}

} // namespace klik::daemon
