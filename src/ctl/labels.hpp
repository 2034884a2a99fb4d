#pragma once

#include "ctl/table.hpp"
#include "domain/civil_time.hpp"
#include "domain/task.hpp"
#include "klik/value.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace klik::ctl {

using domain::Language;

/// The heading of the field, as on the page: `Slutdato`, `Due date`.
[[nodiscard]] std::string_view field_label(domain::TaskField field, Language language);
/// From the name on the wire or a heading in either language, without regard to case.
[[nodiscard]] std::optional<domain::TaskField> field_from_label(std::string_view label);

/// Of a task's row: what a person reads.
[[nodiscard]] std::string status_text(const Value& task, Language language);
[[nodiscard]] std::string colour_text(const Value& task, Language language);
[[nodiscard]] Ink colour_ink(const Value& task);

/// `#130101, #130102`; `-` for none.
[[nodiscard]] std::string numbers_text(const Value& numbers);
/// `14d, 7d`; `-` for none.
[[nodiscard]] std::string texts_text(const Value& texts);

/// `påmindelse` for `reminder`; the word itself where it is not known.
[[nodiscard]] std::string_view notification_label(std::string_view kind, Language language);
/// Why a request was refused or ended, or a set is not complete; the code itself where it is not
/// known.
[[nodiscard]] std::string_view refusal_text(std::string_view reason, Language language);
/// `forkert form` for `malformed`, of a message that was refused.
[[nodiscard]] std::string_view error_label(std::string_view code, Language language);
/// `opfyldt` for `fulfilled`; also of deliveries and gaps.
[[nodiscard]] std::string_view outcome_label(std::string_view outcome, Language language);

/// `Fejl` for `failed`; `Journal` for `journal`.
[[nodiscard]] std::string_view health_state_label(std::string_view state, Language language);
[[nodiscard]] std::string_view health_subject_label(std::string_view subject, Language language);
[[nodiscard]] std::string_view health_counter_label(std::string_view counter, Language language);

/// `besked` for `notification`; `regler i kraft` for the system event `rules_loaded`.
[[nodiscard]] std::string_view event_kind_label(std::string_view kind, Language language);
[[nodiscard]] std::string_view system_label(std::string_view kind, Language language);

/// What led to a notice: `tiden var inde` for `moment`.
[[nodiscard]] std::string_view cause_label(std::string_view what, Language language);
/// `ubesat` for `vacant`, of a role that was asked.
[[nodiscard]] std::string_view passed_over_label(std::string_view why, Language language);
/// Why nothing was told: `fridag` for `day_off`.
[[nodiscard]] std::string_view silence_label(std::string_view code, Language language);
/// `14 dage før fristen` for `14d`.
[[nodiscard]] std::string step_text(std::string_view step, Language language);

} // namespace klik::ctl
