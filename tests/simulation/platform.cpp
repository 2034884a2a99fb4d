#include "simulation/platform.hpp"

#include "domain/working_calendar.hpp"
#include "simulation/klikd.hpp"
#include "simulation/violation.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace klik::simulation {

namespace {

using Json = nlohmann::json;

constexpr std::array statuses{"Ikke påbegyndt", "Påbegyndt", "Fuldført", "Ikke relevant",
                              "Sat på pause"};
constexpr std::array people{"Anna Holm", "Bo Berg", "Carl Dahl", "Dora Lund"};
constexpr std::array roles{"project_leader", "klik_administrator"};
constexpr std::array colours{"Grøn", "Gul", "Rød"};

template <class List>
std::string one_of(const List& list, Random& random) {
    return list[random.below(list.size())];
}

std::string bytes_of(const Json& json) {
    const auto bytes = Json::to_msgpack(json);
    return {bytes.begin(), bytes.end()};
}

/// Most tasks are said little of at a time; the rest stays as it was.
Json some_fields(Random& random, domain::UtcTime now, int tasks, const std::string& mark) {
    Json fields = Json::object();
    if (random.chance(60)) {
        const auto due =
            std::chrono::floor<std::chrono::days>(now) + std::chrono::days{random.between(-20, 70)};
        fields["due_date"] = domain::iso_date(domain::Date{due.time_since_epoch()});
    }
    if (random.chance(40)) {
        fields["status"] = one_of(statuses, random);
    }
    if (random.chance(40)) {
        fields["assignee"] = {{"name", one_of(people, random) + " " + mark}};
    }
    if (random.chance(15)) {
        fields["responsible"] = {{"name", one_of(people, random) + " " + mark}};
    }
    if (random.chance(25)) {
        Json numbers = Json::array();
        for (int left = random.between(0, 2); left > 0; --left) {
            numbers.push_back(random.between(1, tasks + 1)); // one that no fact tells of
        }
        fields["prerequisites"] = numbers;
    }
    if (random.chance(10)) {
        fields["platform_colour"] = one_of(colours, random);
    }
    if (random.chance(10)) {
        fields["title"] = "Opgave " + mark;
    }
    return fields;
}

} // namespace

std::string mark_of(std::size_t municipality) {
    return "mark" + municipalities[municipality].value;
}

Platform::Envelope Platform::some_envelope(Random& random, domain::UtcTime now,
                                           const char* prefix) {
    const auto& code = municipalities[municipality_].value;
    const int number = random.between(1, tasks_);
    // A fact may be older than others that came before it.
    const auto time = now - std::chrono::hours{random.chance(15) ? random.between(1, 72) : 0};
    Json fact{{"specversion", "1.0"},
              {"id", next_id(prefix)},
              {"source", "/platform"},
              {"type", "dk.klik.task.observed.v1"},
              {"time", domain::rfc3339(time)}};
    Json data{{"municipality", code}, {"number", number}};
    if (random.chance(8)) {
        fact["type"] = "dk.klik.task.removed.v1";
    } else {
        data.update(some_fields(random, now, tasks_, mark_of(municipality_)));
    }
    fact["data"] = data;
    if (std::string_view{prefix} == "live-") {
        fact["sourceepoch"] = "e1";
        std::string place = std::to_string(++published_);
        fact["sequence"] = std::string(20 - place.size(), '0') + place;
    }
    return {fact["id"], bytes_of(fact), "platform/v1/" + code + "/task/" + std::to_string(number),
            code + " " + fact.dump()};
}

Platform::Envelope Platform::role_envelope(Random& random, domain::UtcTime now) {
    const auto& code = municipalities[municipality_].value;
    const std::string mark = mark_of(municipality_);
    Json person = Json::object();
    person["name"] = one_of(people, random) + " " + mark;
    const bool ends = random.chance(30);
    if (!ends && random.chance(50)) {
        person["email"] = mark + std::to_string(random.between(1, 3)) + "@example.dk";
    }
    const Json data{{"municipality", code}, {"role", one_of(roles, random)}, {"person", person}};
    const Json fact{{"specversion", "1.0"},
                    {"id", next_id("told-")},
                    {"source", "/platform"},
                    {"type", ends ? "dk.klik.role.ended.v1" : "dk.klik.role.assigned.v1"},
                    {"time", domain::rfc3339(now)},
                    {"data", data}};
    return {fact["id"], bytes_of(fact), {}, code + " " + fact.dump()};
}

std::string Platform::tell_something(Network& network, Random& random, domain::UtcTime now) {
    const auto envelope =
        random.chance(12) ? role_envelope(random, now) : some_envelope(random, now, "told-");
    ToKlikd message{municipality_, {}, Told{envelope.id, envelope.bytes}};
    open_.emplace(envelope.id, message);
    network.send(std::move(message));
    return "tell " + envelope.line;
}

std::string Platform::publish(Network& network, Random& random, domain::UtcTime now) {
    auto envelope = some_envelope(random, now, "live-");
    std::string line = "publish " + envelope.line;
    if (random.chance(20)) {
        envelope.bytes.resize(random.below(envelope.bytes.size()));
        line += ", cut to " + std::to_string(envelope.bytes.size()) + " bytes";
    }
    network.send(ToKlikd{municipality_, {}, Published{envelope.topic, envelope.bytes}});
    return line;
}

std::string Platform::ask(Network& network, Random& random) {
    engine::RequestChange request;
    request.id = next_id("asked-");
    request.number = {random.between(1, tasks_)};
    request.change[domain::TaskField::status] = one_of(statuses, random);
    ToKlikd message{municipality_, {}, request};
    open_.emplace(request.id, message);
    network.send(std::move(message));
    return "ask " + municipalities[municipality_].value + " for #" +
           domain::to_string(request.number) + " " +
           std::get<std::string>(request.change.begin()->second) + " as " + request.id;
}

void Platform::repeat(Network& network, Random& random, bool all) {
    for (const auto& [id, message] : open_) {
        if (all || random.chance(40)) {
            network.send(message);
        }
    }
}

void Platform::take(const Answer& answer) {
    const auto map = Json::from_msgpack(answer.payload.begin(), answer.payload.end());
    if (answer.verb == "error") {
        if (map["code"] != "read_only") {
            throw Violation("a good input is taken", answer.id + ": " + map.dump());
        }
        return;
    }
    open_.erase(answer.id);
    if (answer.verb != "put.ok") {
        const auto [known, added] = answered_requests_.emplace(answer.id, answer.verb);
        if (!added && known->second != answer.verb) {
            throw Violation("one answer to a request", answer.id + ": " + answer.verb);
        }
        return;
    }
    const auto sequence = std::stoull(map["sequence"].get<std::string>());
    const auto [known, added] = acknowledged_.emplace(answer.id, sequence);
    if (!added && known->second != sequence) {
        throw Violation("one effect of a fact", answer.id + " is record " +
                                                    std::to_string(known->second) + " and record " +
                                                    std::to_string(sequence));
    }
}

} // namespace klik::simulation
