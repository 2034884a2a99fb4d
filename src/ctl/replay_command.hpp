#pragma once

#include "ctl/invocation.hpp"
#include "replay/verification.hpp"

#include <string>

namespace klik::ctl {

/// What `replay --verify` found, for people and as JSON.
[[nodiscard]] std::string verification_text(const replay::Verification& verification,
                                            const Console& console);
[[nodiscard]] Value verification_json(const domain::MunicipalityCode& municipality,
                                      const replay::Verification& verification);

/// `klikctl replay`
void add_replay_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
