#include "codec/fact.hpp"

#include "codec/envelope.hpp"
#include "codec/field_length.hpp"
#include "codec/field_values.hpp"
#include "codec/person_reference.hpp"
#include "codec/role_fact.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace klik::codec {
namespace {

constexpr TextLength identity_length{1, 256};

/// What is missing can be summed up below the largest number that there is.
constexpr domain::Sequence first_place{1};
constexpr domain::Sequence last_place{999'999'999'999'999'999U};

using NamedPersons = std::vector<std::pair<domain::TaskField, std::string>>;

/// On PUB it has to be there, which is for the reader of PUB to say.
std::optional<engine::SourcePosition> read_position(MapReader& envelope) {
    const auto sequence = envelope.optional("sequence");
    const auto epoch = envelope.optional("sourceepoch");
    if (!sequence && !epoch) {
        return std::nullopt;
    }
    // One without the other tells nothing; the required one is missing.
    engine::SourcePosition position;
    const Value place = envelope.required("sequence");
    position.sequence = place.sequence();
    if (position.sequence < first_place || position.sequence > last_place) {
        place.refuse("not a place in a count, which begins at 1 and ends below 10^18");
    }
    position.epoch = envelope.required("sourceepoch").text(identity_length);
    return position;
}

/// The attributes of CloudEvents and ours, but for `type` and `data`.
engine::FactIdentity read_attributes(MapReader& envelope) {
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
    return {.source = std::string{envelope.required("source").text(identity_length)},
            .id = std::string{envelope.required("id").text(identity_length)},
            .time = envelope.required("time").time(),
            .position = read_position(envelope)};
}

void read_fields(MapReader& data, domain::FieldTable<domain::FieldValue>& fields,
                 NamedPersons& named) {
    fields.reserve(data.unread_count());
    for (const domain::FieldDescription& description : domain::field_descriptions()) {
        const auto value = data.optional(description.name);
        if (!value) {
            continue;
        }
        if (description.shape != domain::FieldShape::person || value->is_nil()) {
            fields.set(description.field,
                       read_field_value(*value, description.shape, platform_numbers,
                                        {0, most_characters(description.field)}));
            continue;
        }
        const PersonReference person = read_person(*value, OtherKeys::ignored);
        if (const auto* id = std::get_if<domain::PersonId>(&person)) {
            fields.set(description.field, *id);
        } else {
            named.emplace_back(description.field, std::get<PersonName>(person).value);
        }
    }
}

/// What is in the keys that nobody has read, checked, as it came.
engine::UnknownKeys take_unknown(MapReader& map) {
    engine::UnknownKeys unknown;
    map.each_unread([&](std::string_view key, const Value& value) {
        value.check_content();
        unknown.emplace(key, value.raw());
    });
    return unknown;
}

/// The types of facts that this version reads.
enum class FactType { observed, removed, set_started, set_ended, role_assigned, role_ended };
constexpr std::array<std::pair<std::string_view, FactType>, 6> fact_types{
    {{"dk.klik.task.observed.v1", FactType::observed},
     {"dk.klik.task.removed.v1", FactType::removed},
     {"dk.klik.set.started.v1", FactType::set_started},
     {"dk.klik.set.ended.v1", FactType::set_ended},
     {"dk.klik.role.assigned.v1", FactType::role_assigned},
     {"dk.klik.role.ended.v1", FactType::role_ended}}};

std::optional<FactType> fact_type(const Value& type) {
    const std::string_view name = type.text();
    const auto* known = std::ranges::find(fact_types, name, [](const auto& e) { return e.first; });
    if (known != fact_types.end()) {
        return known->second;
    }
    type.refuse("not a type of fact that this version takes, which are dk.klik.task.observed.v1, "
                "dk.klik.task.removed.v1, dk.klik.set.started.v1, dk.klik.set.ended.v1, "
                "dk.klik.role.assigned.v1 and dk.klik.role.ended.v1");
    return std::nullopt;
}

/// A set's name stands in a topic.
std::string read_set_name(const Value& set) {
    constexpr TextLength length{1, 64};
    const std::string_view name = set.text(length);
    if (!std::ranges::all_of(name, stands_in_topics)) {
        set.refuse("has other characters than A-Z a-z 0-9 . _ : -");
    }
    return std::string{name};
}

/// The project of the set's scope; empty for all of the municipality.
std::string read_scope(MapReader& data) {
    const Value scope = data.required("scope");
    if (scope.text() == "project") {
        constexpr TextLength length{1, 1000};
        return std::string{data.required("project").text(length)};
    }
    if (scope.text() != "municipality") {
        scope.refuse("neither municipality nor project");
    }
    return {};
}

/// The second pass.
struct FactReader {
    Reading reading{};
    NamedPersons named{};

    void read(CheckedPayload payload, Fact& fact) {
        MapReader envelope{reading, payload};
        engine::FactIdentity identity = read_attributes(envelope);
        const auto type = fact_type(envelope.required("type"));
        if (!type) {
            return;
        }
        MapReader data{envelope.required("data")};
        auto unknown = take_unknown(envelope);
        for (const auto& [key, value] : unknown) {
            fact.unknown_keys.push_back(key);
        }
        read_data(data, *type, std::move(identity), fact);
        std::visit([&](auto& body) { body.unknown_attributes = std::move(unknown); }, fact.body);
    }

  private:
    void read_data(MapReader& data, FactType type, engine::FactIdentity&& identity, Fact& fact) {
        const Value municipality = data.required("municipality");
        if (auto code = domain::municipality_code(municipality.text())) {
            fact.municipality = *std::move(code);
        } else {
            municipality.refuse("not the code of a municipality, which is text of four digits");
        }
        if (type == FactType::observed || type == FactType::removed) {
            read_task(data, type, std::move(identity), fact);
        } else if (type == FactType::role_assigned || type == FactType::role_ended) {
            read_role(data, type, std::move(identity), fact);
        } else {
            read_set(data, type, std::move(identity), fact);
        }
    }

    void read_task(MapReader& data, FactType type, engine::FactIdentity&& identity, Fact& fact) {
        const domain::TaskNumber number = data.required("number").number(platform_numbers.lowest);
        if (type == FactType::removed) {
            fact.body = engine::RemoveTask{std::move(identity), number, {}, unknown_in(data, fact)};
            return;
        }
        auto& body = fact.body.emplace<engine::ObserveTask>();
        body.fact = std::move(identity);
        body.observation.number = number;
        read_fields(data, body.observation.fields, named);
        body.observation.unknown = unknown_in(data, fact);
    }

    void read_set(MapReader& data, FactType type, engine::FactIdentity&& identity, Fact& fact) {
        std::string set = read_set_name(data.required("set"));
        std::string project = read_scope(data);
        if (type == FactType::set_started) {
            if (const auto count = data.optional_or_nil("count")) {
                static_cast<void>(count->count());
            }
            fact.body = engine::StartSet{std::move(identity),
                                         std::move(set),
                                         std::move(project),
                                         {},
                                         unknown_in(data, fact)};
        } else {
            const auto count = data.required("count").count();
            fact.body =
                engine::EndSet{std::move(identity),   std::move(set), std::move(project), count, {},
                               unknown_in(data, fact)};
        }
    }

    void read_role(MapReader& data, FactType type, engine::FactIdentity&& identity, Fact& fact) {
        RoleFact read = read_role_fact(data, fact.municipality);
        fact.person = std::move(read.person);
        fact.deputy_of = std::move(read.deputy_of);
        domain::Assignment assignment{std::move(read.role), {}, std::nullopt};
        if (type == FactType::role_assigned) {
            fact.body = engine::AssignRole{
                std::move(identity),   std::move(assignment), std::move(read.said), false, {},
                unknown_in(data, fact)};
        } else {
            fact.body = engine::EndRole{std::move(identity),
                                        std::move(assignment),
                                        !read.names_deputy,
                                        {},
                                        unknown_in(data, fact)};
        }
    }

    /// The keys in `data` that nobody has read, with their values.
    static engine::UnknownKeys unknown_in(MapReader& data, Fact& fact) {
        auto unknown = take_unknown(data);
        for (const auto& [key, value] : unknown) {
            fact.unknown_keys.push_back("data." + key);
        }
        return unknown;
    }
};

constexpr std::string_view topic_root = "platform/v1/";

/// Takes `part` off the front of `topic`; false where it does not stand there.
bool take_off(std::string_view& topic, std::string_view part) {
    const bool there = topic.starts_with(part);
    topic.remove_prefix(there ? part.size() : 0);
    return there;
}

struct TopicOf {
    std::string operator()(const engine::ObserveTask& fact) const {
        return "task/" + domain::to_string(fact.observation.number);
    }
    std::string operator()(const engine::RemoveTask& fact) const {
        return "task/" + domain::to_string(fact.number);
    }
    std::string operator()(const engine::AssignRole& fact) const {
        return "role/" + fact.assignment.role.name;
    }
    std::string operator()(const engine::EndRole& fact) const {
        return "role/" + fact.assignment.role.name;
    }
    std::string operator()(const auto& set) const { return "set/" + set.set; }
};

} // namespace

const engine::FactIdentity& Fact::identity() const {
    return std::visit([](const auto& of) -> const engine::FactIdentity& { return of.fact; }, body);
}

std::string Fact::topic() const {
    return platform_topic_prefix(municipality) + std::visit(TopicOf{}, body);
}

bool Fact::is_published_on(std::string_view topic) const {
    return take_off(topic, topic_root) && take_off(topic, municipality.value) &&
           take_off(topic, "/") && topic == std::visit(TopicOf{}, body);
}

std::string platform_topic_prefix(const domain::MunicipalityCode& municipality) {
    return std::string{topic_root} + municipality.value + '/';
}

domain::Result<Fact> decode_fact(std::string_view bytes) {
    domain::Result<Fact> fact;
    const auto payload = check_payload(bytes);
    if (!payload) {
        fact = std::unexpected(payload.error());
        return fact;
    }
    FactReader reader;
    reader.read(*payload, *fact);
    if (reader.reading.problem()) {
        fact = std::unexpected(*reader.reading.problem());
    } else {
        fact->names = std::move(reader.named);
    }
    return fact;
}

void resolve_names(Fact& fact, const PersonResolver& resolve, const ContactKeeper& keep) {
    if (auto* observed = std::get_if<engine::ObserveTask>(&fact.body)) {
        for (const auto& [field, name] : fact.names) {
            observed->observation.fields.set(field, resolve(name));
        }
    }
    fact.names.clear();
    if (!fact.person) {
        return;
    }
    const auto id_of = [&](const GivenPerson& given) {
        return given.id ? *given.id : resolve(given.name);
    };
    domain::Assignment assignment;
    assignment.person = id_of(*fact.person);
    if (fact.deputy_of) {
        assignment.deputy_of = id_of(*fact.deputy_of);
    }
    if (auto* assigned = std::get_if<engine::AssignRole>(&fact.body)) {
        assigned->assignment.person = assignment.person;
        assigned->assignment.deputy_of = assignment.deputy_of;
        assigned->readdressed = keep && keep(assignment.person, *fact.person);
    } else if (auto* ended = std::get_if<engine::EndRole>(&fact.body)) {
        ended->assignment.person = assignment.person;
        ended->assignment.deputy_of = assignment.deputy_of;
    }
    if (keep && fact.deputy_of) {
        static_cast<void>(keep(*assignment.deputy_of, *fact.deputy_of));
    }
    fact.person.reset();
    fact.deputy_of.reset();
}

} // namespace klik::codec
