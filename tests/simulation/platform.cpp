#include "simulation/platform.hpp"

#include "domain/working_calendar.hpp"
#include "simulation/klikd.hpp"
#include "simulation/violation.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
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

Platform::Envelope Platform::envelope(Way way, Network& network, const std::string& type,
                                      const std::string& subject, const std::string& data,
                                      domain::UtcTime time) {
    const auto& code = municipalities[municipality_].value;
    Json all = Json::parse(data);
    all["municipality"] = code;
    Json fact{
        {"specversion", "1.0"},          {"id", next_id(way == Way::told ? "told-" : "live-")},
        {"source", "/platform"},         {"type", "dk.klik." + type + ".v1"},
        {"time", domain::rfc3339(time)}, {"data", all}};
    if (way == Way::published) {
        const auto& log = network.facts(municipality_);
        const std::string place = std::to_string(log.facts.size() + 1);
        fact["sourceepoch"] = log.epoch;
        fact["sequence"] = std::string(20 - place.size(), '0') + place;
    }
    return {fact["id"], bytes_of(fact), "platform/v1/" + code + "/" + subject,
            code + " " + fact.dump()};
}

Platform::Envelope Platform::some_envelope(Way way, Network& network, Random& random,
                                           domain::UtcTime now) {
    const int number = random.between(1, tasks_);
    // A fact may be older than others that came before it.
    const auto time = now - std::chrono::hours{random.chance(15) ? random.between(1, 72) : 0};
    Json data{{"number", number}};
    const bool removes = random.chance(8);
    if (!removes) {
        data.update(some_fields(random, now, tasks_, mark_of(municipality_)));
    }
    return envelope(way, network, removes ? "task.removed" : "task.observed",
                    "task/" + std::to_string(number), data.dump(), time);
}

Platform::Envelope Platform::role_envelope(Network& network, Random& random, domain::UtcTime now) {
    const std::string mark = mark_of(municipality_);
    Json person = Json::object();
    person["name"] = one_of(people, random) + " " + mark;
    const bool ends = random.chance(30);
    if (!ends && random.chance(50)) {
        person["email"] = mark + std::to_string(random.between(1, 3)) + "@example.dk";
    }
    const std::string role = one_of(roles, random);
    const Json data{{"role", role}, {"person", person}};
    return envelope(Way::told, network, ends ? "role.ended" : "role.assigned", "role/" + role,
                    data.dump(), now);
}

std::vector<Platform::Envelope> Platform::set_envelopes(Way way, Network& network, Random& random,
                                                        domain::UtcTime now) {
    const std::string set = "s" + std::to_string(++sets_);
    auto& named = named_[set];
    for (int number = 1; number <= tasks_; ++number) {
        if (random.chance(75)) {
            named.insert(number);
        }
    }
    Json ends{{"set", set}, {"scope", "municipality"}, {"count", named.size()}};
    std::vector<Envelope> all;
    const auto add = [&](const std::string& type, const std::string& subject, const Json& data) {
        all.push_back(envelope(way, network, type, subject, data.dump(), now));
        if (way == Way::published) {
            auto& log = network.facts(municipality_);
            log.facts.push_back({all.back().topic, all.back().bytes});
        }
    };
    add("set.started", "set/" + set, {{"set", set}, {"scope", "municipality"}});
    for (const int number : named) {
        Json data{{"number", number}};
        data.update(some_fields(random, now, tasks_, mark_of(municipality_)));
        add("task.observed", "task/" + std::to_string(number), data);
    }
    if (defect_ == Defect::hasty_set) {
        ends["count"] = 0;
    }
    add("set.ended", "set/" + set, ends);
    return all;
}

void Platform::tell(const Envelope& envelope, Network& network) {
    ToKlikd message{municipality_, {}, Told{envelope.id, envelope.bytes}};
    open_.emplace(envelope.id, message);
    network.send(std::move(message));
}

std::string Platform::tell_something(Network& network, Random& random, domain::UtcTime now) {
    const auto told = random.chance(12) ? role_envelope(network, random, now)
                                        : some_envelope(Way::told, network, random, now);
    tell(told, network);
    return "tell " + told.line;
}

std::string Platform::tell_set(Network& network, Random& random, domain::UtcTime now) {
    if (!to_be_told_.empty() || !told_of_set_.empty()) {
        return "a set is being told";
    }
    auto all = set_envelopes(Way::told, network, random, now);
    if (defect_ == Defect::hasty_set) {
        for (const auto& each : all) {
            tell(each, network);
        }
        return "tell a set at once, " + all.back().line;
    }
    to_be_told_.assign(all.begin() + 1, all.end());
    told_of_set_ = all.front().id;
    tell(all.front(), network);
    return "tell a set, " + all.back().line;
}

void Platform::send_published(const Envelope& envelope, Network& network, bool whole) {
    const auto& log = network.facts(municipality_);
    const auto place = published_.empty() || published_.back().epoch != log.epoch
                           ? 1
                           : published_.back().sequence + 1;
    published_.push_back({envelope.id, log.epoch, place, whole});
    network.send(ToKlikd{municipality_, {}, Published{envelope.topic, envelope.bytes}});
}

std::string Platform::publish(Network& network, Random& random, domain::UtcTime now) {
    auto envelope = some_envelope(Way::published, network, random, now);
    std::string line = "publish " + envelope.line;
    const bool whole = !random.chance(20);
    if (!whole) {
        envelope.bytes.resize(random.below(envelope.bytes.size()));
        line += ", cut to " + std::to_string(envelope.bytes.size()) + " bytes";
    }
    network.facts(municipality_).facts.push_back({envelope.topic, envelope.bytes});
    send_published(envelope, network, whole);
    return line;
}

std::string Platform::publish_set(Network& network, Random& random, domain::UtcTime now) {
    const auto all = set_envelopes(Way::published, network, random, now);
    for (const auto& each : all) {
        send_published(each, network, true);
    }
    return "publish a set, " + all.back().line;
}

std::string Platform::change_log(Network& network, Random& random) const {
    auto& log = network.facts(municipality_);
    if (random.chance(50) || log.facts.empty()) {
        log = FactLog{"e" + std::to_string(std::stoi(log.epoch.substr(1)) + 1), {}, 1};
        return "the platform of " + municipalities[municipality_].value + " counts anew, " +
               log.epoch;
    }
    log.first = std::max<std::uint64_t>(log.first, 1 + random.below(log.facts.size()));
    return "the platform of " + municipalities[municipality_].value + " keeps its facts from " +
           std::to_string(log.first) + " on";
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

void Platform::take(const Answer& answer, Network& network) {
    const auto map = Json::from_msgpack(answer.payload.begin(), answer.payload.end());
    if (answer.verb == "error") {
        if (map["code"] != "read_only") {
            throw Violation("a good input is taken", answer.id + ": " + map.dump());
        }
        return;
    }
    open_.erase(answer.id);
    if (answer.id == told_of_set_) {
        told_of_set_ = to_be_told_.empty() ? std::string{} : to_be_told_.front().id;
        if (!to_be_told_.empty()) {
            tell(to_be_told_.front(), network);
            to_be_told_.pop_front();
        }
    }
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
