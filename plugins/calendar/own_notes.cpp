#include "calendar/own_notes.hpp"

#include "calendar/ical.hpp"

namespace klik::calendar {

namespace {

bool is_their_own(icalproperty* property) {
    switch (icalproperty_isa(property)) {
    case ICAL_X_PROPERTY:
        return !std::string_view{icalproperty_get_x_name(property)}.starts_with("X-KLIK-");
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

} // namespace

std::string with_own_notes(const std::string& text, const std::string& stored) {
    const auto ours = parsed(text);
    const auto theirs = parsed(stored);
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
