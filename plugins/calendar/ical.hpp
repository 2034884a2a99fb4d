#pragma once

#include "common/task.hpp"

#include <libical/ical.h>

#include <memory>
#include <string>
#include <string_view>

namespace klik::calendar {

struct FreeComponent {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
/// A component that stands in no other.
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

/// An empty VCALENDAR of ours.
[[nodiscard]] Component new_calendar();

/// `property` becomes one of the component's.
void add(icalcomponent& component, icalproperty* property);
/// A property that is not in the standard; `name` begins with `X-`.
void add_extra(icalcomponent& component, const std::string& name, const std::string& text);
/// A component of that kind within the other.
[[nodiscard]] icalcomponent& add_component(icalcomponent& outer, icalcomponent_kind kind);

[[nodiscard]] icaltimetype ical_date(common::Date date);
/// UTC, whole seconds.
[[nodiscard]] icaltimetype ical_time(common::Time time);

/// As it stands in a file, with CR and LF; empty where libical cannot write it.
[[nodiscard]] std::string text_of(icalcomponent& component);
/// Null for what is no iCalendar, is larger than 4 MiB or has more than a thousand components.
[[nodiscard]] Component parsed(const std::string& text);

/// One line of it: control characters are blanks, and a text that is too long ends in `…`.
[[nodiscard]] std::string one_line(std::string_view text);
/// Lines stay, other control characters go.
[[nodiscard]] std::string prose(std::string_view text);

} // namespace klik::calendar
