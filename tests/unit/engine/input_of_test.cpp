#include "codec/rule_set_toml.hpp"
#include "engine/decide.hpp"
#include "engine/input_of.hpp"
#include "support/busy_year.hpp"

#include <gtest/gtest.h>

#include <set>

namespace klik::engine {
namespace {

using Body = decltype(Input::body);

std::string name_of(const Input& input) {
    return "input " + std::to_string(input.body.index());
}

/// A state that knows a task and a source in the middle of a set, so that every input has work.
State some_state() {
    test::World world;
    world.counted_fact(1, 1,
                       {{domain::TaskField::title, std::string{"En"}},
                        {domain::TaskField::due_date, *domain::date_from_iso("2024-03-04")}});
    world.set_started("morning", 2);
    return world.state();
}

std::vector<Body> every_input() {
    const FactIdentity fact{"/platform", "f", test::moment("2024-02-05 10:00").utc,
                            SourcePosition{"e1", {4}}};
    const UnknownKeys unknown{{"later", "\x01"}};
    ObserveTask observe{fact, {}, unknown};
    observe.observation.number = {1};
    observe.observation.fields.set(domain::TaskField::status, std::string{"Fuldført"});
    RequestChange request;
    request.id = "r";
    request.number = {1};
    request.change[domain::TaskField::status] = std::string{"Påbegyndt"};
    domain::RuleSet rules = codec::default_rules();
    rules.name = "other";
    const domain::Assignment assignment{domain::Role::project_leader, domain::PersonId{"bo"},
                                        domain::PersonId{"lena"}};
    domain::AssignmentSaid said;
    said.projects = {"DUBU"};
    said.absent_until.emplace(domain::date_from_iso("2024-02-20"));
    domain::GalleryFile file;
    file.assignments[assignment].primary = true;
    return {observe,
            RemoveTask{fact, {1}, unknown, unknown},
            StartSet{fact, "evening", "DUBU", unknown, unknown},
            EndSet{fact, "morning", "", 1, unknown, unknown},
            AssignRole{fact, assignment, said, true, unknown, unknown},
            EndRole{fact, assignment, true, unknown, unknown},
            RepeatFact{fact},
            ChangeLocalEdge{fact, {1}, {1}, true},
            LoadGallery{file, {domain::PersonId{"bo"}}},
            ReplacePerson{domain::PersonId{"anna"}, domain::PersonId{"bo"}},
            ErasePerson{{domain::PersonId{"anna"}}},
            ReportDelivery{{2},
                           "9999/1/x/anna",
                           domain::TaskNumber{1},
                           domain::PersonId{"anna"},
                           DeliveryOutcome::failed,
                           "later"},
            request,
            PassMoment{true},
            LoadRules{rules, "name = 'other'"},
            StartService{"0"}};
}

TEST(InputOf, GivesEveryInputBackAsItWas) {
    std::set<std::size_t> seen;
    for (const auto& body : every_input()) {
        const Input input{test::moment("2024-02-05 10:30"), "platform", body};
        State state = some_state();
        const auto decided = decide(state, input);
        const auto again = input_of(decided.front());
        ASSERT_TRUE(again) << name_of(input);
        EXPECT_EQ(again->body.index(), body.index());
        State other = some_state();
        EXPECT_TRUE(decide(other, *again) == decided) << name_of(input);
        EXPECT_TRUE(other == state) << name_of(input);
        seen.insert(body.index());
    }
    EXPECT_EQ(seen.size(), std::variant_size_v<Body>) << "an input is missing here";
}

TEST(InputOf, KnowsTheInputsOfAYearFromWhatWasDecided) {
    const test::World world = test::busy_year();
    for (const auto& event : world.events()) {
        EXPECT_EQ(input_of(event).has_value(), event.cause == event.sequence)
            << event.sequence.value;
    }
}

TEST(InputOf, IsNothingForAReportAndForTheRemovalsOfASet) {
    const Event report{{7}, {}, {7}, {}, SystemReported{"quarantined", {}}};
    EXPECT_FALSE(input_of(report));
    const Event removal{{8}, {}, {7}, {}, TaskRemovalObserved{{}, "", {1}, true}};
    EXPECT_FALSE(input_of(removal));
}

} // namespace
} // namespace klik::engine
