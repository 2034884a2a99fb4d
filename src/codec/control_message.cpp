#include "codec/control_message.hpp"

#include "codec/admin_message.hpp"
#include "codec/bounds_check.hpp"
#include "codec/field_length.hpp"
#include "codec/field_values.hpp"
#include "codec/local_message.hpp"
#include "codec/person_reference.hpp"
#include "codec/raw_value.hpp"
#include "codec/utf8.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace klik::codec {
namespace {

constexpr TextLength name_length{1, 128};
constexpr std::uint64_t most_credit = std::uint64_t{1} << 32U;
constexpr std::size_t most_filters = 16;

/// A message in the making, and what the payload's bytes are needed for.
struct Decoding {
    std::string_view payload;
    WishedNames names;
};

std::variant<StreamStart, domain::Sequence> read_start(const Value& from) {
    const std::string_view word = from.text();
    if (word == "acked") {
        return StreamStart::acked;
    }
    if (word == "begin") {
        return StreamStart::begin;
    }
    if (word == "end") {
        return StreamStart::end;
    }
    const auto sequence = domain::sequence(word);
    if (!sequence) {
        from.refuse("neither acked, begin or end nor a sequence, which is text of 20 digits");
    }
    return sequence.value_or(domain::Sequence{});
}

std::vector<engine::EventKind> read_kinds(MapReader& map) {
    std::vector<engine::EventKind> kinds;
    const auto value = map.optional("kinds");
    if (!value) {
        return kinds;
    }
    value->each(
        [&](const Value& name) {
            const auto kind = engine::event_kind(name.text());
            if (!kind || *kind == engine::EventKind::internal) {
                name.refuse("not a kind of event, which are state, notification, request, system");
            } else if (std::ranges::find(kinds, *kind) == kinds.end()) {
                kinds.push_back(*kind);
            }
        },
        engine::event_kind_count);
    if (kinds.empty()) {
        value->refuse("an empty list; leave the key out for all kinds");
    }
    return kinds;
}

ClientBody read_open(MapReader& map, Decoding& /*decoding*/) {
    return OpenStream{.name = std::string{map.required("name").text(name_length)},
                      .from = read_start(map.required("from")),
                      .kinds = read_kinds(map),
                      .credit = map.required("credit").count(most_credit)};
}

ClientBody read_ack(MapReader& map, Decoding& /*decoding*/) {
    AckStream ack{.epoch = std::string{map.required("epoch").text(name_length)},
                  .sequence = map.required("sequence").sequence()};
    if (const auto credit = map.optional("credit")) {
        ack.credit = credit->count(most_credit);
    }
    return ack;
}

ClientBody read_put(MapReader& map, Decoding& decoding) {
    const Value event = map.required("event");
    if (!event.is_map()) {
        event.refuse("not a map");
    }
    return PutFact{.event = raw_value(decoding.payload, "event")};
}

void read_change(const Value& value, engine::RequestChange& request, Decoding& decoding) {
    MapReader change{value};
    for (const domain::FieldDescription& description : domain::field_descriptions()) {
        const auto wish = description.changeable ? change.optional(description.name) : std::nullopt;
        if (!wish) {
            continue;
        }
        domain::FieldValue& wanted = request.change[description.field];
        if (description.shape != domain::FieldShape::person || wish->is_nil()) {
            wanted = read_field_value(*wish, description.shape, {},
                                      {0, most_characters(description.field)});
            continue;
        }
        PersonReference person = read_person_or_id(*wish);
        if (auto* id = std::get_if<domain::PersonId>(&person)) {
            wanted = std::move(*id);
        } else {
            decoding.names.emplace_back(description.field, std::get<PersonName>(person).value);
        }
    }
    change.each_unread([](std::string_view /*name*/, const Value& wish) {
        wish.refuse("not a field that can be changed, which are status, due_date, "
                    "start_date, responsible, assignee, priority");
    });
    if (request.change.empty()) {
        value.refuse("an empty map; name at least one field to change");
    }
}

ClientBody read_request(MapReader& map, Decoding& decoding) {
    constexpr std::size_t most_lineage = 32;
    engine::RequestChange request;
    request.id = map.required("id").text(name_length);
    request.number = map.required("number").number();
    read_change(map.required("change"), request, decoding);
    if (const auto revision = map.optional_or_nil("base_revision")) {
        request.base_revision = revision->count();
    }
    if (const auto actor = map.optional_or_nil("actor")) {
        PersonReference person = read_person_or_id(*actor);
        if (auto* id = std::get_if<domain::PersonId>(&person)) {
            request.actor = std::move(*id);
        } else {
            decoding.names.emplace_back(std::nullopt, std::get<PersonName>(person).value);
        }
    }
    if (const auto lineage = map.optional("lineage")) {
        lineage->each(
            [&](const Value& event) { request.lineage.emplace_back(event.text({1, 256})); },
            most_lineage);
    }
    if (const auto reason = map.optional("reason")) {
        request.reason = reason->text({0, 2000});
    }
    return AskChange{std::move(request)};
}

ClientBody read_local(MapReader& map, Decoding& decoding) {
    return read_local_change(map, decoding.names);
}

ClientBody read_query(MapReader& map, Decoding& /*decoding*/) {
    AskQuery query;
    query.what = map.required("what").text(name_length);
    if (const auto after = map.optional("after")) {
        query.after = after->text();
    }
    if (map.unread_count() > most_filters) {
        map.refuse("more than " + std::to_string(most_filters) +
                   " keys beside what, after and ref");
        return query;
    }
    map.each_unread([&](std::string_view name, const Value& value) {
        auto& filter = query.keys[std::string{name}];
        if (value.is_text()) {
            filter = std::string{value.text()};
        } else if (value.is_flag()) {
            filter = value.flag();
        } else if (value.is_integer()) {
            filter = value.integer();
        } else {
            value.refuse("neither text nor a whole number, true or false");
        }
    });
    return query;
}

ClientBody read_snapshot(MapReader& map, Decoding& /*decoding*/) {
    AskSnapshot snapshot{.kinds = read_kinds(map),
                         .credit = map.required("credit").count(most_credit)};
    if (snapshot.kinds.empty()) {
        snapshot.kinds = {engine::EventKind::state};
    }
    if (snapshot.kinds != std::vector{engine::EventKind::state}) {
        map.required("kinds").refuse("only state has a snapshot");
    }
    return snapshot;
}

ClientBody read_clock(MapReader& map, Decoding& /*decoding*/) {
    return AdvanceClock{.to = map.required("advance_to").time()};
}

ClientBody read_admin(MapReader& map, Decoding& /*decoding*/) {
    return read_administer(map);
}

ClientBody read_report(MapReader& map, Decoding& /*decoding*/) {
    constexpr TextLength key_length{1, 2000};
    constexpr TextLength detail_length{0, 2000};
    TellDelivery told{.event = std::string{map.required("event").text({1, 256})},
                      .item = std::string{map.required("item").text(key_length)},
                      .person = {std::string{map.required("person").text(name_length)}},
                      .outcome = map.required("outcome").word(engine::delivery_outcome)};
    if (const auto detail = map.optional_or_nil("detail")) {
        told.detail = detail->text(detail_length);
    }
    return told;
}

ClientBody read_ping(MapReader& /*map*/, Decoding& /*decoding*/) {
    return Ping{};
}

struct Verb {
    std::string_view name;
    ClientBody (*read)(MapReader&, Decoding&);
};

constexpr std::array<Verb, 11> verbs{{
    {"open", read_open},
    {"ack", read_ack},
    {"put", read_put},
    {"request", read_request},
    {"local", read_local},
    {"query", read_query},
    {"snapshot", read_snapshot},
    {"clock", read_clock},
    {"admin", read_admin},
    {"report", read_report},
    {"ping", read_ping},
}};

/// The bytes of `ref`; empty where there is none or it is no scalar.
Ref read_ref(std::string_view checked_payload) {
    const std::string_view ref = raw_value(checked_payload, "ref");
    const auto head = read_head(ref);
    if (!head) {
        return {};
    }
    const bool readable_text =
        head->family == ValueHead::Family::text && is_utf8(ref.substr(head->head_bytes));
    return head->family == ValueHead::Family::scalar || readable_text ? Ref{ref} : Ref{};
}

} // namespace

Ref ref_of(std::string_view payload) {
    return check_bounds(payload) ? read_ref(payload) : Ref{};
}

std::expected<ClientMessage, RefusedMessage> decode_client_message(std::string_view verb,
                                                                   std::string_view payload) {
    const auto checked = check_payload(payload);
    if (!checked) {
        return std::unexpected(RefusedMessage{checked.error(), {}});
    }
    Ref ref = read_ref(payload);
    const auto known = std::ranges::find(verbs, verb, &Verb::name);
    if (known == verbs.end()) {
        return std::unexpected(RefusedMessage{
            {"unknown_verb", "", "'" + printable(verb) + "' is no verb that this version knows"},
            std::move(ref)});
    }
    Reading reading;
    Decoding decoding{payload, {}};
    MapReader map{reading, *checked};
    if (const auto given = map.optional("ref"); given && ref.empty()) {
        given->refuse("neither text nor a number");
    }
    ClientBody body = known->read(map, decoding);
    map.close();
    if (reading.problem()) {
        return std::unexpected(RefusedMessage{*reading.problem(), std::move(ref)});
    }
    return ClientMessage{std::move(body), std::move(ref), std::move(decoding.names)};
}

void resolve_names(ClientMessage& message, const PersonResolver& resolve) {
    auto* ask = std::get_if<AskChange>(&message.body);
    auto* local = std::get_if<ChangeLocal>(&message.body);
    for (const auto& [field, name] : message.names) {
        if (local != nullptr) {
            local->change.task.fields.set(*field, resolve(name));
        } else if (field) {
            ask->request.change[*field] = resolve(name);
        } else {
            ask->request.actor = resolve(name);
        }
    }
}

} // namespace klik::codec
