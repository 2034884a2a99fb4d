#include "chat/settings_check.hpp"

#include "common/nearest_word.hpp"
#include "common/text.hpp"

#include <fmt/core.h>

#include <set>
#include <string_view>

namespace klik::chat {

namespace {

using Tasks = std::map<std::int64_t, common::KnownTasks::Known>;

std::set<std::string> names_in(const Tasks& tasks, std::string_view field) {
    std::set<std::string> names;
    for (const auto& [number, known] : tasks) {
        names.insert(common::lower_case(known.state[field].text()));
    }
    return names;
}

void compare_names(const Room& room, std::string_view key, const std::set<std::string>& wanted,
                   const std::set<std::string>& known, std::vector<std::string>& sentences) {
    const std::vector<std::string_view> all{known.begin(), known.end()};
    for (const auto& name : wanted) {
        if (!known.contains(name)) {
            sentences.push_back(fmt::format("no task has \"{}\", which stands in `{}` of "
                                            "[plugins.chat.rooms.{}]: look at how it is written{}",
                                            name, key, room.name, common::guess_at(name, all)));
        }
    }
}

} // namespace

std::vector<std::string> names_of_no_task(const Settings& settings, const std::string& municipality,
                                          const Tasks& tasks) {
    std::vector<std::string> sentences;
    if (tasks.empty()) {
        return sentences;
    }
    const auto projects = names_in(tasks, "project");
    const auto phases = names_in(tasks, "phase");
    for (const auto& room : settings.rooms) {
        if (room.municipality == municipality) {
            compare_names(room, "projects", room.projects, projects, sentences);
            compare_names(room, "phases", room.phases, phases, sentences);
        }
    }
    return sentences;
}

std::vector<std::string> ids_of_nobody(const Settings& settings, const std::string& municipality,
                                       const IsPerson& is_person) {
    std::vector<std::string> sentences;
    for (const auto& [channel, by_municipality] : settings.people) {
        const auto people = by_municipality.find(municipality);
        if (people == by_municipality.end()) {
            continue;
        }
        for (const auto& [sender, id] : people->second) {
            const auto known = is_person(id);
            if (!known) {
                return sentences;
            }
            if (!*known) {
                sentences.push_back(fmt::format("nobody has the id \"{}\", which stands in "
                                                "[plugins.chat.people.{}]: `klikctl person` shows "
                                                "who there is",
                                                id, channel));
            }
        }
    }
    return sentences;
}

} // namespace klik::chat
