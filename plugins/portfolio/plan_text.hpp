#pragma once

#include "common/language.hpp"
#include "portfolio/person_names.hpp"
#include "portfolio/plan.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace klik::portfolio {

[[nodiscard]] std::string_view field_in_words(Field field, common::Language language);
/// A date as `26-02-2024`; others cut, on one line. People are ids.
[[nodiscard]] std::string value_in_words(Field field, const std::string& value,
                                         common::Language language);
/// The reason of a change, or of a difference that stays, to be read behind the values.
[[nodiscard]] std::string_view why_in_words(Why why, common::Language language);
/// Why nothing is done about a pair, and what somebody may do.
[[nodiscard]] std::string aside_in_words(const Plan& plan, common::Language language);

/// A paragraph about a pair, field by field; empty where there is nothing to tell. Ends with a
/// line feed. Without `called` people are told by their ids.
[[nodiscard]] std::string plan_text(const Pair& pair, const Plan& plan, common::Language language,
                                    const NameOf& called = {});

/// Of all plans together.
struct Total {
    std::size_t in_tool = 0; ///< changes
    std::size_t of_klik = 0; ///< likewise: what KLIK is asked for
    std::size_t tasks = 0;   ///< that have any of these
    std::size_t left = 0;    ///< differences that stay
    std::size_t aside = 0;   ///< tasks of which nothing is done
    void add(const Plan& plan);
};
/// A line.
[[nodiscard]] std::string total_in_words(const Total& total, common::Language language);

/// A line that says that nothing was looked at or done in a project of the tool.
[[nodiscard]] std::string unusable_in_words(const std::string& project, common::Language language);
/// A line that says why a project of the tool made no new item when it was last tried.
[[nodiscard]] std::string none_is_made_in_words(const std::string& project, const std::string& why,
                                                common::Language language);

} // namespace klik::portfolio
