#pragma once

#include "common/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::common {

/// A question of which the beginning serves several.
[[nodiscard]] inline std::string with(std::string_view select, std::string_view clause) {
    return std::string{select}.append(clause);
}

/// The question with its values bound, for `rows` and `first`.
template <class... Values>
[[nodiscard]] Statement ask(const Database& database, std::string_view sql,
                            const Values&... values) {
    auto statement = database.prepare(sql);
    statement.bind_all(values...);
    return statement;
}

/// What `read` makes of each row.
template <class Read>
[[nodiscard]] auto rows(Statement statement, Read read) {
    std::vector<decltype(read(statement))> found;
    while (statement.step()) {
        found.push_back(read(statement));
    }
    return found;
}

template <class Read>
[[nodiscard]] auto first(Statement statement, Read read) {
    return statement.step() ? std::optional{read(statement)} : std::nullopt;
}

} // namespace klik::common
