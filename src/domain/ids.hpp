#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace klik::domain {

/// Four digits with the leading zeros, such as `0101`.
struct MunicipalityCode {
    std::string value;
    friend auto operator<=>(const MunicipalityCode&, const MunicipalityCode&) = default;
};
[[nodiscard]] std::optional<MunicipalityCode> municipality_code(std::string_view text);

/// Above zero for the platform's tasks, below zero for a municipality's own, never zero.
struct TaskNumber {
    std::int64_t value{};
    friend auto operator<=>(const TaskNumber&, const TaskNumber&) = default;
};
[[nodiscard]] std::optional<TaskNumber> task_number(std::string_view text); ///< with or without `#`
[[nodiscard]] std::string to_string(TaskNumber number);                     ///< without `#`

/// A person is an id everywhere but in the people's side table.
struct PersonId {
    std::string value;
    friend auto operator<=>(const PersonId&, const PersonId&) = default;
};

/// A position in a municipality's journal; the first record has 1, 0 means "before all".
struct Sequence {
    std::uint64_t value{};
    friend auto operator<=>(const Sequence&, const Sequence&) = default;
};
[[nodiscard]] std::optional<Sequence> sequence(std::string_view text); ///< exactly 20 digits
[[nodiscard]] std::string to_string(Sequence sequence);                ///< 20 digits

} // namespace klik::domain

template <>
struct std::hash<klik::domain::TaskNumber> {
    std::size_t operator()(klik::domain::TaskNumber number) const noexcept {
        return std::hash<std::int64_t>{}(number.value);
    }
};
