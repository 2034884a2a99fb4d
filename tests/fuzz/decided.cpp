#include "fuzz/decided.hpp"

#include "client/event_frames.hpp"
#include "codec/envelope.hpp"
#include "codec/record.hpp"
#include "codec/state_snapshot.hpp"
#include "engine/decide.hpp"
#include "engine/evolve.hpp"
#include "fuzz/fuzz.hpp"
#include "support/world.hpp"

namespace klik::fuzz {

namespace {

using domain::TaskField;

void check_event(const domain::MunicipalityCode& municipality, const engine::Event& event) {
    const auto record = codec::encode_record(municipality, event);
    const auto back = codec::decode_record(record);
    require(back.has_value(), "a record that was written can be read",
            back ? "" : back.error().sentence());
    require(*back == event, "a record is read as it was written", record.type);
    if (record.kind == engine::EventKind::internal) {
        return;
    }
    const auto topic = codec::topic_of(municipality, record);
    const auto read = client::event_from(topic, codec::encode_envelope(municipality, "e1", record));
    require(read.has_value(), "the SDK reads what is published", read ? "" : read.error().text);
    require(read->sequence == record.sequence.value && read->type == record.type &&
                read->subject == record.subject,
            "the SDK reads the event that was published", topic);
}

} // namespace

const engine::State& state_at_work() {
    static const engine::State state = [] {
        test::World world;
        const auto person = [](const char* id) { return domain::PersonId{id}; };
        world.fact(130101, {{TaskField::title, std::string{"Etabler"}},
                            {TaskField::status, std::string{"I gang"}},
                            {TaskField::assignee, person("p1")}});
        world.fact(130102, {{TaskField::prerequisites, std::vector<domain::TaskNumber>{{130101}}},
                            {TaskField::due_date, domain::date_from_iso("2024-03-04").value()},
                            {TaskField::responsible, person("p2")}});
        world.fact(130103, {{TaskField::status, std::string{"Udført"}},
                            {TaskField::prerequisites,
                             std::vector<domain::TaskNumber>{{130102}, {130199}}}});
        world.assign("project_leader", "p3");
        world.local({engine::LocalAction::add_task, {}, {}});
        world.counted_fact(1, 130104);
        world.counted_fact(3, 130105);
        static_cast<void>(world.request("r1", 130101, {{TaskField::status, std::string{"x"}}}));
        world.known();
        world.clock("2024-02-20 10:00");
        return world.state();
    }();
    return state;
}

void decide_and_check(decltype(engine::Input::body) body) {
    const auto& before = state_at_work();
    auto state = before;
    const auto events = engine::decide(state, {before.now, "local", std::move(body)});
    require(!events.empty(), "an input leaves a record");
    auto evolved = before;
    for (const auto& event : events) {
        require(event.sequence.value == evolved.head.value + 1, "sequences have no hole");
        engine::evolve(evolved, event);
        check_event(before.municipality, event);
    }
    require(evolved == state, "the events alone give the state that was decided");
    const auto bytes = codec::encode_state(state);
    const auto back = codec::decode_state(bytes);
    require(back.has_value(), "a snapshot that was written can be read",
            back ? "" : back.error().sentence());
    require(*back == state, "a snapshot is read as it was written");
}

} // namespace klik::fuzz
