#pragma once

#include "portfolio/redmine_wants.hpp"

#include <string>

namespace klik::portfolio {

/// What Redmine has for one project, and what is missing of rights and set-up.
[[nodiscard]] Result<Offer> offer_of(const RedmineSettings& settings, RedmineServer& server,
                                     RedmineNames& names, RedmineWants& wants,
                                     const std::string& project);

} // namespace klik::portfolio
