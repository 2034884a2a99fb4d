#include "codec/state_snapshot.hpp"

#include "codec/deadline_data.hpp"
#include "codec/gallery_data.hpp"
#include "codec/journal_data.hpp"
#include "codec/outbox_data.hpp"
#include "codec/request_data.hpp"
#include "codec/rule_set_data.hpp"
#include "codec/seal.hpp"
#include "codec/source_data.hpp"
#include "codec/stored_time.hpp"
#include "codec/task_entry_data.hpp"
#include "engine/decide.hpp"
#include "engine/prerequisite_links.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace klik::codec {
namespace {

using domain::TaskNumber;
using engine::RequestEntry;
using engine::RequestKey;
using engine::State;

/// Of the keys below. Another one is not read: the journal has everything that is in a snapshot.
constexpr std::uint64_t layout_version = 12;

void write_key(MapWriter& map, const RequestKey& key) {
    map.text("via", key.first);
    map.text("id", key.second);
}

RequestKey read_key(MapReader& map) {
    return {std::string{map.required("via").text()}, std::string{map.required("id").text()}};
}

void write_request_entry(MapWriter& map, const RequestEntry& entry) {
    write_request(map, entry.request, entry.via);
    map.count("sequence", entry.sequence.value);
    write_moment(map, "asked_at", entry.asked_at);
    map.text("answer", engine::canonical(entry.answer));
    map.text("answer_reason", entry.reason);
    write_violations(map, "violations", entry.violations);
    map.text("outcome", engine::canonical(entry.outcome));
}

RequestEntry read_request_entry(const Value& value) {
    MapReader map{value};
    RequestEntry entry{.request = read_request(map),
                       .via = std::string{map.required("via").text()},
                       .sequence = domain::Sequence{map.required("sequence").count()},
                       .asked_at = read_moment(map.required("asked_at")),
                       .answer = map.required("answer").word(engine::outcome),
                       .reason = std::string{map.required("answer_reason").text()},
                       .violations = read_violations(map.required("violations")),
                       .outcome = map.required("outcome").word(engine::outcome)};
    map.close();
    return entry;
}

void write_requests(MapWriter& map, const State& state) {
    map.maps("requests", state.requests, [](MapWriter& inner, const auto& request) {
        write_request_entry(inner, request.second);
    });
    std::set<engine::RequestKey> accepted;
    for (const auto& [number, keys] : state.accepted) {
        accepted.insert(keys.begin(), keys.end());
    }
    map.maps("accepted", accepted, write_key);
    map.maps("unanswered_at", state.unanswered_at, [](MapWriter& inner, const auto& deadline) {
        write_instant(inner, "at_ms", deadline.first);
        write_key(inner, deadline.second);
    });
}

void read_requests(MapReader& map, State& state) {
    map.required("requests").each([&](const Value& value) {
        RequestEntry entry = read_request_entry(value);
        const RequestKey key{entry.via, entry.request.id};
        state.requests.emplace(key, std::move(entry));
    });
    map.required("accepted").each([&](const Value& value) {
        MapReader map_of_key{value};
        const engine::RequestKey key = read_key(map_of_key);
        map_of_key.close();
        if (const auto request = state.requests.find(key); request != state.requests.end()) {
            state.accepted[request->second.request.number].insert(key);
        } else {
            value.refuse("not a request of this state");
        }
    });
    map.required("unanswered_at").each([&](const Value& value) {
        MapReader deadline{value};
        const domain::UtcTime at = read_instant(deadline.required("at_ms"));
        const engine::RequestKey key = read_key(deadline);
        state.unanswered_at.emplace(at, key);
        state.deadlines.emplace(key, at);
        deadline.close();
    });
}

void write_tasks(MapWriter& map, const State& state) {
    map.embedded_maps("tasks", state.tasks, [](MapWriter& inner, const auto& task) {
        write_task_entry(inner, task.second);
    });
    map.maps("removed", state.removed, [](MapWriter& inner, const auto& removed) {
        inner.number("number", removed.first);
        write_instant(inner, "at_ms", removed.second.at);
        inner.texts("told", removed.second.told);
        inner.texts("conditions", removed.second.conditions);
        write_local_edges(inner, removed.second.local_prerequisites);
        if (const auto& task = removed.second.as_it_was) {
            inner.map("as_it_was", [&](MapWriter& known) { write_task(known, *task); });
        }
    });
}

/// Reads the tasks of a snapshot, which are most of a large one. None of them depends on another.
class TaskReader {
  public:
    TaskReader(Reading& reading, State& state, const EachPart& each_part)
        : reading_{reading}, state_{state}, each_part_{each_part} {}

    void add(const Value& task) {
        waiting_.push_back(task);
        if (waiting_.size() == most_waiting) {
            read();
        }
    }
    /// Those that were added since the last time.
    void read() {
        std::vector<Part> parts((waiting_.size() + tasks_of_a_part - 1) / tasks_of_a_part);
        each_part_(parts.size(), [&](std::size_t part) {
            const auto rest = std::span{waiting_}.subspan(part * tasks_of_a_part);
            parts[part].read(rest.first(std::min(rest.size(), tasks_of_a_part)));
        });
        for (Part& part : parts) {
            if (const auto& problem = part.reading.problem()) {
                reading_.refuse(problem->path, problem->text);
            }
            for (auto& task : part.tasks) {
                state_.tasks.insert(std::move(task));
            }
        }
        waiting_.clear();
    }

  private:
    static constexpr std::size_t tasks_of_a_part = 2048;
    static constexpr std::size_t most_waiting = 128 * tasks_of_a_part;

    struct Part {
        std::vector<engine::TaskTable::Owned> tasks;
        Reading reading;

        void read(std::span<const Value> values) {
            tasks.reserve(values.size());
            for (const Value& value : values) {
                engine::TaskEntry entry = read_task_entry(value.within(reading).embedded());
                const TaskNumber number = entry.task.number;
                tasks.push_back(
                    std::make_unique<engine::TaskTable::value_type>(number, std::move(entry)));
            }
        }
    };

    Reading& reading_;
    State& state_;
    const EachPart& each_part_;
    std::vector<Value> waiting_;
};

void read_tasks(MapReader& map, State& state, TaskReader tasks) {
    const Value list = map.required("tasks"); // the tasks' own places point at it
    list.each([&](const Value& task) { tasks.add(task); });
    tasks.read();
    map.required("removed").each([&](const Value& value) {
        MapReader removed{value};
        const TaskNumber number = removed.required("number").number();
        engine::RemovedTask kept{read_instant(removed.required("at_ms")), {}, {}, {}, {}};
        removed.required("told").each([&](const Value& key) { kept.told.emplace(key.text()); });
        removed.required("conditions").each([&](const Value& id) {
            kept.conditions.emplace(id.text());
        });
        kept.local_prerequisites = read_local_edges(removed);
        if (const auto task = removed.optional("as_it_was")) {
            kept.as_it_was = read_task(*task);
        }
        state.removed.emplace(number, std::move(kept));
        removed.close();
    });
    engine::index_tasks(state);
}

void write_deliveries(MapWriter& map, const State& state) {
    map.maps("deliveries", state.deliveries, [](MapWriter& inner, const auto& entry) {
        inner.text("item", entry.first);
        inner.count("event", entry.second.event.value);
        inner.text("person", entry.second.person.value);
        inner.text("outcome", engine::canonical(entry.second.outcome));
        inner.text("detail", entry.second.detail);
        inner.count("sequence", entry.second.sequence.value);
        write_instant(inner, "at_ms", entry.second.at);
    });
}

void read_deliveries(MapReader& map, State& state) {
    map.required("deliveries").each([&](const Value& value) {
        MapReader entry{value};
        engine::Delivery& delivery = state.deliveries[std::string{entry.required("item").text()}];
        delivery.event.value = entry.required("event").count();
        delivery.person.value = entry.required("person").text();
        delivery.outcome = entry.required("outcome").word(engine::delivery_outcome);
        delivery.detail = entry.required("detail").text();
        delivery.sequence.value = entry.required("sequence").count();
        delivery.at = read_instant(entry.required("at_ms"));
        entry.close();
    });
}

void write_vacancies(MapWriter& map, const State& state) {
    map.maps("vacancies", state.vacancies, [](MapWriter& inner, const auto& entry) {
        inner.text("role", entry.first.role.name);
        inner.text("project", entry.first.project);
        inner.integer("times", entry.second.times);
        inner.flag("lasts", entry.second.lasts);
    });
}

void read_vacancies(MapReader& map, State& state) {
    map.required("vacancies").each([&](const Value& value) {
        MapReader entry{value};
        const domain::Role role = entry.required("role").word(domain::role);
        const std::string project{entry.required("project").text()};
        state.vacancies[{role, project}] = {static_cast<int>(entry.required("times").integer()),
                                            entry.required("lasts").flag()};
        entry.close();
    });
}

void write_sources(MapWriter& map, const State& state) {
    map.maps("sources", state.sources, [](MapWriter& inner, const auto& source) {
        write_source(inner, source.first, source.second);
    });
}

void read_sources(MapReader& map, State& state) {
    map.required("sources").each(
        [&](const Value& value) { state.sources.insert(read_source(value)); });
}

void write_service(MapWriter& map, const State& state) {
    map.text("municipality", state.municipality.value);
    map.text("engine_version", state.engine_version);
    map.map("rules", [&](MapWriter& inner) { write_rule_set(inner, state.rules); });
    map.text("rules_toml", state.rules_toml);
    write_moment(map, "now", state.now);
    map.date("run_passed", state.run_passed);
    map.count("head", state.head.value);
    for (std::size_t kind = 0; kind < engine::event_kind_count; ++kind) {
        map.count(engine::canonical(static_cast<engine::EventKind>(kind)), state.heads[kind].value);
    }
}

void read_service(MapReader& map, State& state) {
    const Value municipality = map.required("municipality");
    state.municipality.value = municipality.text();
    state.engine_version = map.required("engine_version").text();
    state.rules = read_rule_set(map.required("rules"));
    state.rules_toml = map.required("rules_toml").text();
    state.now = read_moment(map.required("now"));
    state.run_passed = read_reckoned_date(map.required("run_passed"));
    state.head.value = map.required("head").count();
    for (std::size_t kind = 0; kind < engine::event_kind_count; ++kind) {
        state.heads[kind].value =
            map.required(engine::canonical(static_cast<engine::EventKind>(kind))).count();
    }
}

std::unexpected<domain::Problem> damaged(const domain::Problem& problem) {
    return std::unexpected(
        domain::Problem{"damaged", "", "the stored state is not readable: " + problem.sentence()});
}

} // namespace

std::string encode_state(const State& state) {
    return write_map([&](MapWriter& map) {
        map.count("layout", layout_version);
        map.text("engine", engine::engine_version);
        write_service(map, state);
        map.map("gallery", [&](MapWriter& inner) { write_gallery(inner, state.gallery); });
        write_deliveries(map, state);
        write_tasks(map, state);
        write_sources(map, state);
        write_outboxes(map, state.outboxes);
        write_vacancies(map, state);
        map.numbers("missed", state.missed);
        write_requests(map, state);
    });
}

void one_after_the_other(std::size_t parts, const std::function<void(std::size_t)>& work) {
    for (std::size_t part = 0; part < parts; ++part) {
        work(part);
    }
}

domain::Result<State> decode_state(std::string_view bytes, const EachPart& each_part) {
    const auto payload = check_payload(bytes, stored_bounds);
    if (!payload) {
        return damaged(payload.error());
    }
    Reading reading;
    MapReader map{reading, *payload};
    State state;
    const Value layout = map.required("layout");
    const Value engine = map.required("engine");
    if (layout.count() != layout_version || engine.text() != engine::engine_version) {
        layout.refuse("written by another version of klikd");
    } else {
        read_service(map, state);
        state.gallery = read_gallery(map.required("gallery"));
        read_deliveries(map, state);
        read_tasks(map, state, TaskReader{reading, state, each_part});
        read_sources(map, state);
        state.outboxes = read_outboxes(map);
        read_vacancies(map, state);
        const auto missed = map.required("missed").numbers();
        state.missed = {missed.begin(), missed.end()};
        read_requests(map, state);
        map.close();
    }
    if (reading.problem()) {
        return damaged(*reading.problem());
    }
    return state;
}

std::string encode_snapshot(const State& state) {
    return sealed(encode_state(state));
}

domain::Result<State> decode_snapshot(std::string_view bytes, const EachPart& each_part) {
    const auto state = unsealed(bytes);
    return state ? decode_state(*state, each_part) : damaged(state.error());
}

} // namespace klik::codec
