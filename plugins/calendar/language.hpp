#pragma once

#include "common/language.hpp"

namespace klik::calendar {

using common::in;
using common::Language;
using common::language_of;

} // namespace klik::calendar
