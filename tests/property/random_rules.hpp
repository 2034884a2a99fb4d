#pragma once

#include "codec/rule_set_toml.hpp"
#include "support/tasks.hpp"

#include <rapidcheck.h>

#include <string>

namespace klik::test {

/// Each as likely as the others; by itself RapidCheck begins with the lowest.
inline int pick(int lowest, int highest) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(lowest, highest + 1));
}

/// From 1990 to 2060.
inline Date pick_date() {
    const Date first = date("1990-01-01");
    return first +
           std::chrono::days{pick(0, static_cast<int>((date("2060-12-31") - first).count()))};
}

inline Date pick_date_near(Date middle, int most_days) {
    return middle + std::chrono::days{pick(-most_days, most_days)};
}

inline std::string pick_dates_near(Date middle, int most) {
    std::string list;
    for (int left = pick(0, most); left > 0; --left) {
        list += (list.empty() ? "" : ", ") + iso_date(pick_date_near(middle, 60));
    }
    return "[" + list + "]";
}

/// About so many calendar days, said in one way or the other.
inline std::string pick_distance(int calendar_days) {
    return pick(0, 1) == 0 ? std::to_string(calendar_days) + "d"
                           : std::to_string(calendar_days * 5 / 7) + "wd";
}

/// The longest first.
inline std::string pick_reminders() {
    std::string list;
    int distance = pick(0, 5);
    for (int left = pick(1, 5); left > 0; --left) {
        list = "\"" + pick_distance(distance) + "\"" + (list.empty() ? "" : ", ") + list;
        distance += pick(5, 30);
    }
    return "[" + list + "]";
}

/// Both thresholds of a colour; red not before yellow, or not at all before the due date.
inline std::string pick_thresholds() {
    const int yellow = pick(0, 90);
    return "yellow = \"" + pick_distance(yellow) + "\"\nred = \"" +
           (pick(0, 1) == 0 ? "after" : pick_distance(pick(0, yellow / 2))) + "\"\n";
}

inline std::string pick_overrides() {
    std::string text;
    for (const std::string project : {"Aula", "DUBU"}) {
        if (pick(0, 1) == 1) {
            text += "[[colour.override]]\nproject = \"" + project + "\"\n" + pick_thresholds();
        }
    }
    return text;
}

/// Calendar, colour and ladder, with days off and days worked around `middle`.
inline std::string pick_rules_toml(Date middle) {
    return "[calendar]\ndays_off = " + pick_dates_near(middle, 20) +
           "\nworking_days = " + pick_dates_near(middle, 20) + "\n[colour]\n" + pick_thresholds() +
           pick_overrides() + "[reminders]\nbefore = " + pick_reminders() + "\noverdue_every = \"" +
           std::to_string(pick(1, 15)) + "wd\"\n";
}

/// A rule set that the parser takes.
inline RuleSet pick_rules(Date middle) {
    const std::string toml = pick_rules_toml(middle);
    RC_LOG() << toml;
    const auto rules = codec::parse_rule_set(toml, "random.toml");
    RC_PRE(rules.has_value());
    return *rules;
}

} // namespace klik::test
