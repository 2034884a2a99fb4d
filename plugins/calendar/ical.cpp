#include "calendar/ical.hpp"

#include <algorithm>
#include <cctype>

namespace klik::calendar {

namespace {

constexpr std::size_t longest_line = 2000;
constexpr unsigned char first_printable = 0x20;
constexpr unsigned char del = 0x7F;

bool is_control(char each) {
    const auto byte = static_cast<unsigned char>(each);
    return byte < first_printable || byte == del;
}

bool continues_a_character(char each) {
    constexpr unsigned char mask = 0xC0;
    constexpr unsigned char continuation = 0x80;
    return (static_cast<unsigned char>(each) & mask) == continuation;
}

/// libical reads and frees what stands within each other by calling itself.
bool has_too_many_components(const std::string& text) {
    constexpr std::string_view begin = "BEGIN";
    constexpr int most = 1000;
    std::size_t matched = 0;
    int count = 0;
    for (const char each : text) {
        if (is_control(each) || each == ' ') {
            continue; // a line may be folded anywhere
        }
        const auto upper = static_cast<char>(std::toupper(static_cast<unsigned char>(each)));
        matched = upper == begin[matched] ? matched + 1 : upper == begin.front() ? 1 : 0;
        if (matched == begin.size()) {
            matched = 0;
            ++count;
        }
    }
    return count > most;
}

} // namespace

Component new_calendar() {
    Component calendar{icalcomponent_new_vcalendar()};
    add(*calendar, icalproperty_new_version("2.0"));
    add(*calendar, icalproperty_new_prodid("-//klikd//klik-calendar//DA"));
    return calendar;
}

void add(icalcomponent& component, icalproperty* property) {
    icalcomponent_add_property(&component, property);
}

void add_extra(icalcomponent& component, const std::string& name, const std::string& text) {
    auto* property = icalproperty_new_x(text.c_str());
    icalproperty_set_x_name(property, name.c_str());
    add(component, property);
}

icalcomponent& add_component(icalcomponent& outer, icalcomponent_kind kind) {
    auto* made = icalcomponent_new(kind);
    icalcomponent_add_component(&outer, made);
    return *made;
}

icaltimetype ical_date(common::Date date) {
    auto time = icaltime_null_time();
    time.year = static_cast<int>(date.year());
    time.month = static_cast<int>(static_cast<unsigned>(date.month()));
    time.day = static_cast<int>(static_cast<unsigned>(date.day()));
    time.is_date = 1;
    return time;
}

icaltimetype ical_time(common::Time time) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    return icaltime_from_timet_with_zone(static_cast<time_t>(seconds), 0,
                                         icaltimezone_get_utc_timezone());
}

std::string text_of(icalcomponent& component) {
    const std::unique_ptr<char, decltype(&icalmemory_free_buffer)> text{
        icalcomponent_as_ical_string_r(&component), &icalmemory_free_buffer};
    return text ? std::string{text.get()} : std::string{};
}

Component parsed(const std::string& text) {
    constexpr std::size_t largest = 4UL << 20U;
    if (text.size() > largest || has_too_many_components(text)) {
        return nullptr;
    }
    icalerror_set_errors_are_fatal(0);
    return Component{icalcomponent_new_from_string(text.c_str())};
}

std::string one_line(std::string_view text) {
    std::string line{text.substr(0, longest_line)};
    if (line.size() < text.size()) {
        while (!line.empty() && continues_a_character(text[line.size()])) {
            line.pop_back();
        }
        line += "…";
    }
    std::ranges::replace_if(line, is_control, ' ');
    return line;
}

std::string prose(std::string_view text) {
    std::string kept{text};
    std::erase_if(kept, [](char each) { return is_control(each) && each != '\n'; });
    return kept;
}

} // namespace klik::calendar
