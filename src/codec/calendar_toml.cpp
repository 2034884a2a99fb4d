#include "codec/calendar_toml.hpp"

#include "domain/civil_time.hpp"

#include <algorithm>
#include <set>

namespace klik::codec {

namespace {

using domain::Date;
using domain::Holiday;
using domain::WorkingCalendar;

/// Few enough that every year keeps working days, or the search for the next one would never end.
constexpr std::size_t most_holidays = 100;
constexpr std::size_t most_dates = 2000;
constexpr std::string_view allowed_dates =
    "a list of at most 2000 dates without quotes from 1900 to 2199, such as [2024-05-10]";

/// `12-25`; 29 February only comes in leap years.
std::optional<std::chrono::month_day> day_of_the_year(std::string_view text) {
    const auto date = domain::date_from_iso("2024-" + std::string(text));
    if (!date) {
        return std::nullopt;
    }
    const std::chrono::year_month_day parts{*date};
    return std::chrono::month_day{parts.month(), parts.day()};
}

std::optional<Date> date_of(const toml::node& node) {
    const auto* value = node.as_date();
    if (value == nullptr) {
        return std::nullopt;
    }
    const toml::date& date = value->get();
    return domain::date_from_parts(date.year, date.month, date.day);
}

void read_dates(const TomlTableReader& calendar, std::string_view key, std::set<Date>& dates,
                TomlProblems& problems) {
    const auto* elements = calendar.list(key, allowed_dates);
    if (elements == nullptr) {
        return;
    }
    if (elements->size() > most_dates) {
        calendar.refuse(key, allowed_dates);
        return;
    }
    dates.clear();
    for (const auto& element : *elements) {
        if (const auto date = date_of(element)) {
            dates.insert(*date);
        } else {
            problems.report(element.source(), "`" + calendar.full_name(key) + "` must be " +
                                                  std::string(allowed_dates));
        }
    }
}

/// What the table says about the holiday; what it leaves out stays.
void change_holiday(const TomlTableReader& reader, Holiday& holiday) {
    const bool by_date = reader.find("date") != nullptr;
    const bool by_easter = reader.find("easter_offset_days") != nullptr;
    if (by_date && by_easter) {
        reader.report("date", "a holiday has either a `date` or `easter_offset_days`, not both");
        return;
    }
    if (by_date) {
        holiday.fixed =
            reader.parsed("date", day_of_the_year, R"(a month and a day from "01-01" to "12-31")");
        holiday.easter_offset_days.reset();
    } else if (by_easter) {
        holiday.easter_offset_days = reader.whole("easter_offset_days", -80, 250);
        holiday.fixed.reset();
    } else if (!holiday.fixed && !holiday.easter_offset_days) {
        reader.report("name", "the new holiday \"" + holiday.name +
                                  "\" needs a `date` such as \"12-25\" or `easter_offset_days`");
    }
    if (const auto year = reader.whole("first_year", 1900, 2199)) {
        holiday.first_year = year;
    }
    if (const auto year = reader.whole("last_year", 1900, 2199)) {
        holiday.last_year = year;
    }
    if (holiday.first_year && holiday.last_year && *holiday.first_year > *holiday.last_year) {
        reader.report("first_year", "the holiday \"" + holiday.name +
                                        "\" never comes: `first_year` is after `last_year`");
    }
}

void read_holiday(const TomlTableReader& reader, std::set<std::string>& seen,
                  std::vector<Holiday>& holidays) {
    const auto name = reader.text("name");
    if (!name || name->empty()) {
        if (name || reader.find("name") == nullptr) {
            reader.refuse("name", "the holiday's name, by which another file can change it");
        }
        return;
    }
    if (!seen.insert(*name).second) {
        reader.report("name", "the holiday \"" + *name + "\" stands twice in this file");
        return;
    }
    const auto known = std::ranges::find(holidays, *name, &Holiday::name);
    if (reader.flag("remove").value_or(false)) {
        if (known == holidays.end()) {
            reader.report("name", "there is no holiday \"" + *name + "\" to remove");
            return;
        }
        holidays.erase(known);
        return;
    }
    if (known != holidays.end()) {
        change_holiday(reader, *known);
        return;
    }
    Holiday holiday;
    holiday.name = *name;
    change_holiday(reader, holiday);
    holidays.push_back(std::move(holiday));
}

} // namespace

void read_calendar(const toml::table& table, WorkingCalendar& calendar, TomlProblems& problems) {
    const TomlTableReader reader(table, "calendar", {"days_off", "working_days", "holiday"},
                                 problems);
    read_dates(reader, "days_off", calendar.days_off, problems);
    read_dates(reader, "working_days", calendar.working_days, problems);
    std::set<std::string> seen;
    for (const auto* entry : reader.tables("holiday")) {
        const TomlTableReader holiday(
            *entry, "calendar.holiday",
            {"name", "date", "easter_offset_days", "first_year", "last_year", "remove"}, problems);
        read_holiday(holiday, seen, calendar.holidays);
    }
    if (calendar.holidays.size() > most_holidays) {
        reader.report("holiday", "there can be at most 100 holidays");
    }
}

} // namespace klik::codec
