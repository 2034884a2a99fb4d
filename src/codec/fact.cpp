#include "codec/fact.hpp"

#include "codec/field_length.hpp"
#include "codec/field_values.hpp"
#include "codec/person_reference.hpp"
#include "codec/raw_value.hpp"

#include <algorithm>
#include <utility>

namespace klik::codec {
namespace {

constexpr TextLength identity_length{1, 256};

using NamedPersons = std::vector<std::pair<domain::TaskField, std::string>>;

/// The attributes of CloudEvents and ours, but for `data`.
struct Attributes {
    engine::FactIdentity identity;
    std::string_view type;
};

Attributes read_attributes(MapReader& envelope, Fact& fact) {
    if (const auto version = envelope.optional("specversion")) {
        if (version->text() != "1.0") {
            version->refuse("not a version of CloudEvents that is read here, which is 1.0");
        }
    }
    for (const std::string_view ignored : {"subject", "datacontenttype", "dataschema"}) {
        if (const auto value = envelope.optional(ignored)) {
            static_cast<void>(value->text());
        }
    }
    if (const auto sequence = envelope.optional("sequence")) {
        fact.sequence = domain::to_string(sequence->sequence());
    }
    if (const auto epoch = envelope.optional("sourceepoch")) {
        fact.sequence_epoch = epoch->text(identity_length);
    }
    return {.identity = {.source = std::string{envelope.required("source").text(identity_length)},
                         .id = std::string{envelope.required("id").text(identity_length)},
                         .time = envelope.required("time").time()},
            .type = envelope.required("type").text()};
}

domain::Observation read_observation(MapReader& data, domain::TaskNumber number,
                                     NamedPersons& named) {
    domain::Observation observation;
    observation.number = number;
    for (const domain::FieldDescription& description : domain::field_descriptions()) {
        const auto value = data.optional(description.name);
        if (!value) {
            continue;
        }
        if (description.shape != domain::FieldShape::person || value->is_nil()) {
            observation[description.field] =
                read_field_value(*value, description.shape, platform_numbers,
                                 {0, most_characters(description.field)});
            continue;
        }
        const PersonReference person = read_person(*value, OtherKeys::ignored);
        if (const auto* id = std::get_if<domain::PersonId>(&person)) {
            observation[description.field] = *id;
        } else {
            named.emplace_back(description.field, std::get<PersonName>(person).value);
        }
    }
    return observation;
}

/// Checks what is in the keys that nobody has read, and gives their names, sorted.
std::vector<std::string_view> take_unknown(MapReader& map) {
    std::vector<std::string_view> keys = map.unread();
    for (const std::string_view key : keys) {
        map.required(key).check_content();
    }
    return keys;
}

/// The keys' values as they came, out of the bytes of their map.
std::map<std::string, std::string> raw_values(std::string_view map_bytes,
                                              const std::vector<std::string_view>& sorted_keys) {
    std::map<std::string, std::string> values;
    if (!sorted_keys.empty()) {
        each_entry(map_bytes, [&](std::string_view key, std::string_view value) {
            if (std::ranges::binary_search(sorted_keys, key)) {
                values.emplace(key, value);
            }
        });
    }
    return values;
}

/// The types of facts that this version reads; those of roles and of complete sets come later.
enum class FactType { observed, removed };

std::optional<FactType> fact_type(std::string_view type) {
    if (type == "dk.klik.task.observed.v1") {
        return FactType::observed;
    }
    if (type == "dk.klik.task.removed.v1") {
        return FactType::removed;
    }
    return std::nullopt;
}

/// The second pass; `bytes` are those that `root` was read from.
struct FactReader {
    std::string_view bytes;
    Reading reading;
    NamedPersons named;

    Fact read(const msgpack::object& root) {
        Fact fact;
        MapReader envelope{reading, root};
        Attributes attributes = read_attributes(envelope, fact);
        const auto type = fact_type(attributes.type);
        if (!type) {
            envelope.required("type").refuse(
                "not a type of fact that this version takes, which are dk.klik.task.observed.v1 "
                "and dk.klik.task.removed.v1");
            return fact;
        }
        MapReader data{envelope.required("data")};
        const std::vector<std::string_view> unknown = take_unknown(envelope);
        for (const std::string_view key : unknown) {
            fact.unknown_keys.emplace_back(key);
        }
        read_data(data, *type, std::move(attributes.identity), fact);
        std::visit([&](auto& body) { body.unknown_attributes = raw_values(bytes, unknown); },
                   fact.body);
        return fact;
    }

  private:
    void read_data(MapReader& data, FactType type, engine::FactIdentity identity, Fact& fact) {
        const Value municipality = data.required("municipality");
        if (auto code = domain::municipality_code(municipality.text())) {
            fact.municipality = *std::move(code);
        } else {
            municipality.refuse("not the code of a municipality, which is text of four digits");
        }
        const domain::TaskNumber number = data.required("number").number(platform_numbers.lowest);
        domain::Observation observation;
        if (type == FactType::observed) {
            observation = read_observation(data, number, named);
        }
        const std::vector<std::string_view> unknown = take_unknown(data);
        for (const std::string_view key : unknown) {
            fact.unknown_keys.push_back("data." + std::string{key});
        }
        if (type == FactType::observed) {
            observation.unknown = raw_values(raw_value(bytes, "data"), unknown);
            fact.body = engine::ObserveTask{std::move(identity), std::move(observation)};
        } else {
            fact.body = engine::RemoveTask{
                std::move(identity), number, {}, raw_values(raw_value(bytes, "data"), unknown)};
        }
    }
};

} // namespace

const engine::FactIdentity& Fact::identity() const {
    return std::visit([](const auto& of) -> const engine::FactIdentity& { return of.fact; }, body);
}

domain::TaskNumber Fact::number() const {
    if (const auto* observed = std::get_if<engine::ObserveTask>(&body)) {
        return observed->observation.number;
    }
    return std::get<engine::RemoveTask>(body).number;
}

domain::Result<Fact> decode_fact(std::string_view bytes) {
    const auto payload = parse_payload(bytes);
    if (!payload) {
        return std::unexpected(payload.error());
    }
    FactReader reader{bytes, {}, {}};
    Fact fact = reader.read(payload->get());
    if (reader.reading.problem()) {
        return std::unexpected(*reader.reading.problem());
    }
    fact.names = std::move(reader.named);
    return fact;
}

void resolve_names(Fact& fact, const PersonResolver& resolve) {
    if (auto* observed = std::get_if<engine::ObserveTask>(&fact.body)) {
        for (const auto& [field, name] : fact.names) {
            observed->observation[field] = resolve(name);
        }
    }
    fact.names.clear();
}

domain::Result<Fact> decode_fact(std::string_view bytes, const PersonResolver& resolve) {
    auto fact = decode_fact(bytes);
    if (fact) {
        resolve_names(*fact, resolve);
    }
    return fact;
}

} // namespace klik::codec
