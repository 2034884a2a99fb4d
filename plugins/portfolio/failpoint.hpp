#pragma once

#include <functional>
#include <string_view>

namespace klik::portfolio {

/// Told of each place between a write and what is stored about it, such as `after_create`: tests
/// end the program there.
using Failpoint = std::function<void(std::string_view place)>;

/// Of KLIK_FAILPOINT=`place:count`: ends the program without warning when it comes to the place for
/// the count-th time. Without that variable it does nothing.
[[nodiscard]] Failpoint failpoint_of_environment();

} // namespace klik::portfolio
