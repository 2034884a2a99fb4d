#include "codec/transitions_toml.hpp"

#include "codec/words.hpp"
#include "domain/status_transitions.hpp"

#include <algorithm>
#include <array>

namespace klik::codec {

namespace {

using domain::Status;

constexpr std::array<Status, 4> statuses{Status::not_started, Status::in_progress,
                                         Status::completed, Status::not_relevant};

std::string targets_of(Status from) {
    std::string text;
    for (const Status to : statuses) {
        if (from != to && domain::transition_allowed(from, to)) {
            text += (text.empty() ? "\"" : ", \"") + std::string(canonical(to)) + '"';
        }
    }
    return text;
}

void read_targets(const TomlTableReader& reader, Status from, domain::RuleSet& rules,
                  TomlProblems& problems) {
    const std::string allowed =
        "a list of what a request may make of such a task, each once, from " + targets_of(from);
    const std::string_view key = canonical(from);
    const auto* elements = reader.list(key, allowed);
    if (elements == nullptr) {
        return;
    }
    std::vector<Status>& targets = rules.transitions[from];
    targets.clear();
    for (const auto& element : *elements) {
        const auto* word = element.as_string();
        const auto to = word != nullptr ? status_word(word->get()) : std::nullopt;
        if (!to || *to == from || *to == Status::unknown || !transition_allowed(from, *to) ||
            std::ranges::find(targets, *to) != targets.end()) {
            problems.report(element.source(), "`" + reader.full_name(key) + "` must be " + allowed);
            continue;
        }
        targets.push_back(*to);
    }
}

} // namespace

void read_transitions(const toml::table& table, domain::RuleSet& rules, TomlProblems& problems) {
    std::array<std::string_view, statuses.size()> names;
    std::ranges::transform(statuses, names.begin(),
                           [](Status status) { return canonical(status); });
    const TomlTableReader reader(table, "transitions", names, problems);
    for (const Status from : statuses) {
        read_targets(reader, from, rules, problems);
    }
}

} // namespace klik::codec
