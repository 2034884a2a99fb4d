#pragma once

#include "codec/toml_table_reader.hpp"
#include "domain/working_calendar.hpp"

namespace klik::codec {

/// The table `[calendar]` of a rule set, laid over `calendar`: the lists of dates replace its own,
/// a holiday with a known name changes or (`remove = true`) goes, one with a new name is added.
void read_calendar(const toml::table& table, domain::WorkingCalendar& calendar,
                   TomlProblems& problems);

} // namespace klik::codec
