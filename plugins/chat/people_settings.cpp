#include "chat/people_settings.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace klik::chat {

namespace {

using common::Section;

std::optional<std::string> person_id(std::string_view words) {
    const bool usable = !words.empty() && words.find_first_of(" \t@") == words.npos;
    return usable ? std::optional{std::string{words}} : std::nullopt;
}

void read_person(Section& table, const std::string& key, std::string_view kind, People& people) {
    const auto id = table.parsed(key, person_id,
                                 "a person's id in KLIK, in quotes, such as \"p7\" (klikctl person "
                                 "shows it), and not a name or an address");
    const auto sender = sender_for(kind, key);
    if (!sender) {
        table.report(key, fmt::format("\"{}\" {}", key, sender.error()));
    } else if (id && !people.emplace(*sender, *id).second) {
        table.report(key,
                     fmt::format("\"{}\" is there twice, but for upper and lower case", *sender));
    }
}

/// The people of one channel, by municipality: a table for each, or, where klikd serves one alone,
/// the lines themselves.
std::map<std::string, People> people_of(Section& table, std::string_view channel,
                                        std::string_view kind, const Settings& settings) {
    const auto& served = settings.municipalities;
    std::map<std::string, People> people;
    for (const auto& key : table.keys()) {
        const bool is_code =
            std::ranges::find(served, key, &common::Municipality::code) != served.end();
        if (table.is_table(key) && is_code) {
            Section one{table, key};
            for (const auto& sender : one.keys()) {
                read_person(one, sender, kind, people[key]);
            }
            one.finish();
        } else if (table.is_table(key)) {
            table.report(key, fmt::format("klikd serves no municipality \"{}\"", key));
        } else if (served.size() == 1) {
            read_person(table, key, kind, people[served.front().code]);
        } else {
            static_cast<void>(table.text(key));
            table.report(key, fmt::format("klikd serves several municipalities, and each numbers "
                                          "its people by itself: put \"{}\" into a table of the "
                                          "one whose person it is, such as "
                                          "[plugins.chat.people.{}.{}]",
                                          key, channel, served.front().code));
        }
    }
    return people;
}

} // namespace

void read_people(common::Section& section, Settings& settings) {
    Section tables{section, "people"};
    Section channels{section, "channels"};
    for (const auto& channel : tables.keys()) {
        if (!settings.channels.contains(channel)) {
            tables.report(channel,
                          fmt::format("there is no table [plugins.chat.channels.{}]", channel));
        }
        Section table{tables, channel};
        const auto kind = Section{channels, channel}.text("kind").value_or("");
        settings.people[channel] = people_of(table, channel, kind, settings);
    }
}

} // namespace klik::chat
