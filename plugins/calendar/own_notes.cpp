#include "calendar/own_notes.hpp"

#include "calendar/ical.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <string_view>

namespace klik::calendar {

namespace {

/// RFC 5545 3.1; libical reads others as well, and not the same when they are read again.
bool is_name(std::string_view name) {
    return std::ranges::all_of(name, [](char each) {
        return (each >= 'A' && each <= 'Z') || (each >= 'a' && each <= 'z') ||
               (each >= '0' && each <= '9') || each == '-';
    });
}

bool is_theirs_to_extend(icalproperty* property) {
    const std::string_view name{icalproperty_get_x_name(property)};
    return is_name(name) && !name.starts_with("X-KLIK-");
}

bool is_their_own(icalproperty* property) {
    const char* text = icalproperty_as_ical_string(property);
    if (text == nullptr || !common::is_utf8(text)) {
        return false;
    }
    switch (icalproperty_isa(property)) {
    case ICAL_X_PROPERTY:
        return is_theirs_to_extend(property);
    case ICAL_ATTACH_PROPERTY:
    case ICAL_ACKNOWLEDGED_PROPERTY:
        return true;
    default:
        return false;
    }
}

void carry_over(icalcomponent& from, icalcomponent& to) {
    for (auto* each = icalcomponent_get_first_property(&from, ICAL_ANY_PROPERTY); each != nullptr;
         each = icalcomponent_get_next_property(&from, ICAL_ANY_PROPERTY)) {
        if (is_their_own(each)) {
            add(to, icalproperty_new_clone(each));
        }
    }
}

std::string trigger_in(icalcomponent& alarm) {
    auto* trigger = icalcomponent_get_first_property(&alarm, ICAL_TRIGGER_PROPERTY);
    const char* text = trigger == nullptr ? nullptr : icalproperty_get_value_as_string(trigger);
    return text == nullptr ? std::string{} : std::string{text};
}

icalcomponent* alarm_with(const std::string& trigger, icalcomponent& todo) {
    auto* alarm = icalcomponent_get_first_component(&todo, ICAL_VALARM_COMPONENT);
    while (alarm != nullptr && trigger_in(*alarm) != trigger) {
        alarm = icalcomponent_get_next_component(&todo, ICAL_VALARM_COMPONENT);
    }
    return alarm;
}

/// A blank at the beginning of a value that an escape made does not outlast being written: notes
/// are taken over as they will be found the next time, so that nothing is written for them alone.
Component as_it_is_read_again(const std::string& stored) {
    const auto once = parsed(stored);
    return once ? parsed(text_of(*once)) : Component{};
}

} // namespace

std::string with_own_notes(const std::string& text, const std::string& stored) {
    const auto ours = parsed(text);
    const auto theirs = as_it_is_read_again(stored);
    if (!ours || !theirs) {
        return text;
    }
    auto* to = icalcomponent_get_first_component(ours.get(), ICAL_VTODO_COMPONENT);
    auto* from = icalcomponent_get_first_component(theirs.get(), ICAL_VTODO_COMPONENT);
    if (to == nullptr || from == nullptr) {
        return text;
    }
    carry_over(*from, *to);
    for (auto* alarm = icalcomponent_get_first_component(to, ICAL_VALARM_COMPONENT);
         alarm != nullptr; alarm = icalcomponent_get_next_component(to, ICAL_VALARM_COMPONENT)) {
        if (auto* theirs_alarm = alarm_with(trigger_in(*alarm), *from)) {
            carry_over(*theirs_alarm, *alarm);
        }
    }
    return text_of(*ours);
}

} // namespace klik::calendar
