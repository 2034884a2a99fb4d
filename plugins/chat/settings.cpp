#include "chat/settings.hpp"

#include "chat/people_settings.hpp"
#include "common/nearest_word.hpp"
#include "common/place_holders.hpp"
#include "common/task.hpp"
#include "common/text.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace klik::chat {

namespace {

using common::Section;

constexpr std::size_t longest_name = 40; // it is a part of each post's id
constexpr std::int64_t usual_at_once = 5;
constexpr std::int64_t most_at_once = 1000;
constexpr std::int64_t usual_gather_s = 60;
constexpr std::int64_t longest_gather_s = 3600;

bool is_plain(std::string_view name) {
    return !name.empty() && name.size() <= longest_name && std::ranges::all_of(name, [](char each) {
        return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') ||
               (each >= '0' && each <= '9') || each == '-';
    });
}

std::optional<std::string> not_empty(std::string_view words) {
    const auto name = common::trimmed(words);
    return name.empty() ? std::nullopt : std::optional{std::string{name}};
}

std::optional<std::string> bot_name(std::string_view words) {
    return is_plain(words) ? std::optional{std::string{words}} : std::nullopt;
}

/// `22:00-07:00`.
std::optional<QuietHours> quiet_hours(std::string_view words) {
    constexpr std::string_view shape = "HH:MM-HH:MM";
    constexpr std::size_t second = 6;
    constexpr int minutes_an_hour = 60;
    if (words.size() != shape.size() || words[second - 1] != '-') {
        return std::nullopt;
    }
    const auto at = [&](std::size_t begin) {
        const auto word = words.substr(begin, second - 1);
        const auto time = common::time_of_day(word);
        const bool is_one = time && *time < std::chrono::days{1} &&
                            word == fmt::format("{:02}:{:02}", time->count() / minutes_an_hour,
                                                time->count() % minutes_an_hour);
        return is_one ? time : std::nullopt;
    };
    const auto from = at(0);
    const auto until = at(second);
    return from && until && *from != *until ? std::optional{QuietHours{*from, *until}}
                                            : std::nullopt;
}

/// An empty text is none, also where all rooms have some.
void read_quiet_hours(Section& section, std::optional<QuietHours>& quiet) {
    if (section.text("quiet_hours") == "") {
        quiet.reset();
        return;
    }
    if (const auto read =
            section.parsed("quiet_hours", quiet_hours,
                           "two times of day in Denmark, such as \"17:00-07:00\"; \"\" for none")) {
        quiet = read;
    }
}

/// `; did you mean "blocked"?`, or a full stop.
std::string guess_at_kind(std::string_view word) {
    std::vector<std::string_view> names;
    for (const auto kind : kinds_by_weight()) {
        names.push_back(name_of(kind));
    }
    auto guess = common::guess_at(word, names);
    return guess.empty() ? "." : guess;
}

std::set<Kind> read_kinds(Section& section) {
    const auto words = section.texts("kinds");
    if (!words) {
        return usual_kinds();
    }
    std::set<Kind> kinds;
    for (const auto& word : *words) {
        const auto kind = kind_named(word);
        if (!kind) {
            section.report("kinds", fmt::format("there is no kind \"{}\"{} There are {}", word,
                                                guess_at_kind(word), names_of_kinds()));
            continue;
        }
        kinds.insert(*kind);
    }
    return kinds;
}

std::set<std::string> read_names(Section& section, std::string_view key) {
    std::set<std::string> names;
    for (const auto& each : section.texts(key).value_or(std::vector<std::string>{})) {
        names.insert(common::lower_case(each));
    }
    return names;
}

std::set<std::string> read_colours(Section& section) {
    const auto words = read_names(section, "colours");
    for (const auto& word : words) {
        if (word != "green" && word != "yellow" && word != "red" && word != "none") {
            section.report("colours",
                           fmt::format("there is no colour \"{}\"; there are green, yellow, red, "
                                       "and none for tasks without one",
                                       word));
        }
    }
    return words;
}

std::string read_municipality(Section& section, const Settings& settings) {
    const auto& served = settings.municipalities;
    if (!section.has("municipality") && served.size() == 1) {
        return served.front().code;
    }
    return section
        .required(
            "municipality",
            [&](std::string_view code) {
                const auto found = std::ranges::find(served, code, &common::Municipality::code);
                return found == served.end() ? std::nullopt : std::optional{found->code};
            },
            "the code of one of the municipalities that klikd serves")
        .value_or("");
}

/// What holds for all rooms that do not say otherwise.
Room usual_room(Section& section, const Settings& settings) {
    Room room;
    room.language = settings.language;
    read_quiet_hours(section, room.quiet);
    return room;
}

Room read_room(Section& section, const std::string& name, Room room, const Settings& settings) {
    room.name = name;
    room.channel = section
                       .required("channel", not_empty,
                                 "the name of one of the tables [plugins.chat.channels.NAME]")
                       .value_or("");
    room.place = section
                     .required("room", not_empty,
                               "what the channel calls the room, such as "
                               "\"drift@conference.kommune.example\"")
                     .value_or("");
    room.municipality = read_municipality(section, settings);
    room.kinds = read_kinds(section);
    room.projects = read_names(section, "projects");
    room.phases = read_names(section, "phases");
    room.colours = read_colours(section);
    read_quiet_hours(section, room.quiet);
    room.most_at_once = static_cast<std::size_t>(
        section.whole("most_at_once", 1, most_at_once).value_or(usual_at_once));
    room.gather = std::chrono::seconds{
        section.whole("gather_s", 0, longest_gather_s).value_or(usual_gather_s)};
    room.language = section.parsed("language", common::language_named, "\"da\" or \"en\"")
                        .value_or(room.language);
    room.commands = section.flag("commands").value_or(true);
    room.names = section.flag("names").value_or(true);
    section.finish();
    return room;
}

void read_rooms(Section& section, const Room& usual, Settings& settings) {
    Section tables{section, "rooms"};
    for (const auto& name : tables.keys()) {
        if (!is_plain(name)) {
            tables.report(name, fmt::format("the room's name \"{}\" may hold letters, digits and "
                                            "`-` alone, at most {}",
                                            name, longest_name));
            continue;
        }
        Section table{tables, name};
        auto room = read_room(table, name, usual, settings);
        if (settings.room_at(room.channel, room.place) != nullptr) {
            table.report("room", fmt::format("the room \"{}\" of channel \"{}\" is in two tables; "
                                             "one has to do for it",
                                             room.place, room.channel));
        }
        settings.rooms.push_back(std::move(room));
    }
    if (tables.keys().empty()) {
        section.report("rooms", "there is no room: give a table [plugins.chat.rooms.NAME] with "
                                "`channel` and `room`");
    }
}

std::vector<std::string> places_in(const Settings& settings, std::string_view channel) {
    std::vector<std::string> places;
    for (const auto& room : settings.rooms) {
        if (room.channel == channel) {
            places.push_back(room.place);
        }
    }
    return places;
}

void read_channels(Section& section, Settings& settings) {
    Section tables{section, "channels"};
    for (const auto& name : tables.keys()) {
        Section table{tables, name};
        auto channel = read_channel(table, name, places_in(settings, name));
        if (channel) { // else nobody knows which keys it may have
            table.finish();
        }
        settings.channels[name] = std::move(channel);
    }
    Section rooms{section, "rooms"};
    for (const auto& room : settings.rooms) {
        if (!room.channel.empty() && !settings.channels.contains(room.channel)) {
            Section table{rooms, room.name};
            table.report("channel",
                         fmt::format("there is no table [plugins.chat.channels.{}]", room.channel));
        }
    }
}

void check_link(Section& section, const Settings& settings) {
    if (settings.link.empty()) {
        return;
    }
    if (!settings.link.contains("{number}")) {
        section.report("link", "without {number} in it `link` is the same for every task");
    } else if (settings.municipalities.size() > 1 && !settings.link.contains("{municipality}")) {
        section.report("link", "klikd serves several municipalities, which number their tasks "
                               "alike: `link` has to have {municipality} in it as well");
    }
}

} // namespace

const Room* Settings::room_at(std::string_view channel, std::string_view place) const {
    const auto found = std::ranges::find_if(
        rooms, [&](const Room& room) { return room.channel == channel && room.place == place; });
    return found == rooms.end() ? nullptr : &*found;
}

const Room* Settings::room_named(std::string_view name) const {
    const auto found = std::ranges::find(rooms, name, &Room::name);
    return found == rooms.end() ? nullptr : &*found;
}

common::Language Settings::language_alone(std::string_view channel, const Room* near) const {
    if (near != nullptr) {
        return near->language;
    }
    std::set<common::Language> languages;
    for (const auto& room : rooms) {
        if (room.channel == channel) {
            languages.insert(room.language);
        }
    }
    return languages.size() == 1 ? *languages.begin() : language;
}

std::string Settings::person(const std::string& channel, const std::string& municipality,
                             const std::string& sender) const {
    const auto of_channel = people.find(channel);
    if (of_channel == people.end()) {
        return {};
    }
    const auto of_municipality = of_channel->second.find(municipality);
    if (of_municipality == of_channel->second.end()) {
        return {};
    }
    const auto found = of_municipality->second.find(sender);
    return found == of_municipality->second.end() ? std::string{} : found->second;
}

std::vector<std::string> Settings::municipalities_of(const std::string& channel,
                                                     const std::string& sender) const {
    std::vector<std::string> codes;
    for (const auto& each : municipalities) {
        if (!person(channel, each.code, sender).empty()) {
            codes.push_back(each.code);
        }
    }
    return codes;
}

Settings read_settings(common::SettingsFile& file, const common::CommandLine& line) {
    Settings settings;
    Section section{file, "chat"};
    settings.municipalities =
        line.municipalities.empty() ? file.municipalities() : line.municipalities;
    settings.bot = section
                       .parsed("bot", bot_name,
                               "the name by which it can be called, of letters, digits and `-`")
                       .value_or(settings.bot);
    settings.link = section
                        .parsed("link", common::link_template,
                                "a link with {number}, and {municipality} where it is needed, such "
                                "as \"https://klik.example/{number}\"")
                        .value_or("");
    check_link(section, settings);
    settings.language = section.parsed("language", common::language_named, "\"da\" or \"en\"")
                            .value_or(common::Language::danish);
    settings.keys = section.curve_keys();
    read_rooms(section, usual_room(section, settings), settings);
    read_channels(section, settings);
    read_people(section, settings);
    section.finish();
    return settings;
}

} // namespace klik::chat
