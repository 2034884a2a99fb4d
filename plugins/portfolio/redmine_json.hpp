#pragma once

#include "portfolio/redmine_settings.hpp"
#include "portfolio/tool.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace klik::portfolio {

/// Empty where there is none; a number becomes its digits.
[[nodiscard]] std::string text_at(const nlohmann::json& object, std::string_view key);
[[nodiscard]] std::string id_at(const nlohmann::json& object, std::string_view key);
[[nodiscard]] std::optional<std::int64_t> number_at(const nlohmann::json& object,
                                                    std::string_view key);
/// Null where there is none.
[[nodiscard]] const nlohmann::json& at(const nlohmann::json& object, std::string_view key);
/// What Redmine says that is wrong, on one line; empty where it says nothing.
[[nodiscard]] std::vector<std::string> words_of_refusal(const nlohmann::json& body);
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view digits);

/// How this configuration reads and writes an issue. `number_field` is the custom field's id.
struct IssueForm {
    RedminePlace phase = RedminePlace::none;
    RedminePlace theme = RedminePlace::none;
    RedmineRelation relation = RedmineRelation::blocks;
    std::optional<std::string> number_field{};
    std::string tracker{};
};

/// The item but for `project`, prerequisites and ties.
[[nodiscard]] Item item_of(const IssueForm& form, const nlohmann::json& issue);
/// The description with the line that carries the number, where no custom field does.
[[nodiscard]] std::string with_number(std::string_view description, std::int64_t number);

/// A relation between two issues that says that one has to be done before the other.
struct IssueRelation {
    std::string id;
    std::string before;
    std::string after;
    bool counts = false; ///< it has the configured kind
    std::string kind;
};
[[nodiscard]] std::vector<IssueRelation> relations_of(const IssueForm& form,
                                                      const nlohmann::json& holder);
[[nodiscard]] std::string_view name_of(RedmineRelation relation);

} // namespace klik::portfolio
