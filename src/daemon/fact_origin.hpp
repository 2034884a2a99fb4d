#pragma once

#include "codec/fact.hpp"

namespace klik::daemon {

/// `forbidden` unless the fact is of this municipality: in its data, and in its source where that
/// ends in a municipality's code, as in `/platform/9999`. A source of klikd's own is `forbidden` as
/// well.
[[nodiscard]] domain::Result<void> check_origin(const codec::Fact& fact,
                                                const domain::MunicipalityCode& municipality);

} // namespace klik::daemon
