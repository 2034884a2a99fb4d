// A rule set in TOML, and the forms in which it is kept and shown.

#include "codec/rule_set_data.hpp"
#include "codec/rule_set_text.hpp"
#include "codec/rule_set_toml.hpp"
#include "fuzz/fuzz.hpp"

namespace klik::fuzz {

namespace {

void check_stored(const domain::RuleSet& rules) {
    const auto bytes = codec::write_map([&](codec::MapWriter& map) {
        map.map("rules", [&](codec::MapWriter& inner) { codec::write_rule_set(inner, rules); });
    });
    const auto payload = codec::check_payload(bytes, codec::stored_bounds);
    require(payload.has_value(), "rules that were written can be read");
    codec::Reading reading;
    codec::MapReader map{reading, *payload};
    const auto back = codec::read_rule_set(map.required("rules"));
    require(reading.ok(), "rules that were written can be read",
            reading.ok() ? "" : reading.problem()->sentence());
    require(back == rules, "rules are read as they were written");
}

void check_shown(const domain::RuleSet& rules) {
    std::string text;
    for (const auto& table : codec::rule_tables(rules)) {
        text += table.header + '\n';
        for (const auto& entry : table.entries) {
            text += codec::toml_key({entry.path.back()}) + " = " + entry.value + '\n';
        }
    }
    const auto again = codec::parse_rule_set(text, "shown");
    require(again.has_value(), "rules that are shown can be read",
            again ? "" : again.error().front().sentence() + "\n" + text);
    require(*again == rules, "rules are read as they are shown", text);
}

} // namespace

void read_input(std::string_view input) {
    const auto found = codec::parse_rule_set(input, "rules.toml");
    if (found) {
        check_stored(*found);
        check_shown(*found);
        return;
    }
    require(!found.error().empty(), "a refusal says why");
    for (const auto& problem : found.error()) {
        require_sentence(problem);
        require(problem.path.starts_with("rules.toml"), "a finding names the file", problem.path);
    }
}

} // namespace klik::fuzz
