#include "simulation/wishes.hpp"

#include "simulation/klikd.hpp"
#include "simulation/platform.hpp"
#include "simulation/violation.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace klik::simulation {

namespace {

using domain::TaskField;
using engine::LocalAction;
using Json = nlohmann::json;

constexpr int most_people = 8;
constexpr int most_local_tasks = 3;

constexpr std::array rule_sets{
    "[colour]\nyellow = \"21d\"\nred = \"2d\"\n[reminders]\nbefore = [\"21d\", \"3wd\"]\n",
    "[colour]\nyellow = \"5wd\"\n[reminders]\noverdue_every = \"2wd\"\n",
    "[prerequisites]\nstart_blocked = \"enforce\"\ncomplete_blocked = \"off\"\n",
    "[knock_on]\neffort = \"10wd\"\n[notices]\nper_person_and_day = 2\n"};

domain::TaskNumber some_number(Random& random, int tasks) {
    return {random.chance(40) ? -random.between(1, most_local_tasks) : random.between(1, tasks)};
}

} // namespace

codec::ChangeLocal Wishes::some_local(Random& random, domain::UtcTime now, const std::string& id,
                                      std::string& line) const {
    codec::ChangeLocal wish{id, {}};
    auto& change = wish.change;
    change.action = static_cast<LocalAction>(random.below(5));
    change.task.number =
        change.action == LocalAction::change_task || change.action == LocalAction::remove_task
            ? domain::TaskNumber{-random.between(1, most_local_tasks)}
            : some_number(random, tasks_);
    change.prerequisite = some_number(random, tasks_);
    if (change.action == LocalAction::add_task) {
        change.task.number = {};
        change.task.fields.set(TaskField::title, "Lokal " + id + " " + mark_of(municipality_));
    }
    if (change.action == LocalAction::add_task || change.action == LocalAction::change_task) {
        const auto due =
            std::chrono::floor<std::chrono::days>(now) + std::chrono::days{random.between(-10, 50)};
        change.task.fields.set(TaskField::due_date, domain::Date{due.time_since_epoch()});
    }
    line = std::string{canonical(change.action)} + " #" + domain::to_string(change.task.number) +
           ", #" + domain::to_string(change.prerequisite);
    return wish;
}

codec::Administer Wishes::some_administration(Random& random, std::string& line) {
    codec::Administer wish;
    wish.person = {"p" + std::to_string(random.between(1, most_people))};
    switch (random.below(4)) {
    case 0:
    case 1:
        wish.action = codec::AdminAction::load_rules;
        wish.toml = rule_sets[random.below(rule_sets.size())];
        rules_.insert(wish.toml);
        line = "load the rules " + Json(wish.toml).dump();
        break;
    case 2:
        wish.action = codec::AdminAction::replace_person;
        wish.by = {"p" + std::to_string(random.between(1, most_people))};
        line = "replace " + wish.person.value + " by " + wish.by.value;
        break;
    default:
        wish.action = codec::AdminAction::erase_person;
        line = "erase " + wish.person.value;
        break;
    }
    return wish;
}

std::string Wishes::wish(Network& network, Random& random, domain::UtcTime now) {
    Wish made{"wish-" + std::to_string(++ids_), {}};
    std::string line;
    if (random.chance(60)) {
        made.body = some_local(random, now, made.id, line);
    } else {
        made.body = some_administration(random, line);
    }
    open_.emplace(made.id, made);
    network.send(ToKlikd{municipality_, {}, made});
    return municipalities[municipality_].value + " wishes as " + made.id + ": " + line;
}

void Wishes::repeat(Network& network, Random& random, bool all) {
    for (auto& [id, wish] : open_) {
        if (!all && !random.chance(40)) {
            continue;
        }
        if (auto* local = std::get_if<codec::ChangeLocal>(&wish.body);
            local != nullptr && defect_ == Defect::new_ids) {
            local->id += "'";
        }
        network.send(ToKlikd{municipality_, {}, wish});
    }
}

void Wishes::take(const Answer& answer) {
    const auto map = Json::from_msgpack(answer.payload.begin(), answer.payload.end());
    if (answer.verb == "error") {
        const std::string code = map["code"];
        if (code == "read_only") {
            return;
        }
        // Of a task or a person that is not there, or an edge that is, or leads to its own task.
        const bool may_be = code == "not_found" || code == "conflict" ||
                            map["text"].get<std::string>().contains("wait for itself");
        if (!may_be) {
            throw Violation("a good input is taken", answer.id + ": " + map.dump());
        }
        open_.erase(answer.id);
        return;
    }
    open_.erase(answer.id);
    if (answer.verb != "local.ok") {
        return;
    }
    const auto sequence = std::stoull(map["sequence"].get<std::string>());
    const auto [known, added] = acknowledged_.emplace(answer.id, sequence);
    if (!added && known->second != sequence) {
        throw Violation("one effect of a wish", answer.id + " is record " +
                                                    std::to_string(known->second) + " and record " +
                                                    std::to_string(sequence));
    }
}

} // namespace klik::simulation
