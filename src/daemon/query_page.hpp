#pragma once

#include "codec/control_message.hpp"
#include "domain/problem.hpp"

#include <charconv>
#include <expected>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::daemon {

/// The keys of a question, by the types that they must have. What does not fit has no value, and
/// the first problem is kept; it names the key and what it may be.
class QueryKeys {
  public:
    /// A key that is not in `known` is a problem.
    QueryKeys(const codec::AskQuery& query, std::initializer_list<std::string_view> known);

    [[nodiscard]] std::optional<std::string> text(std::string_view key);
    [[nodiscard]] std::optional<bool> flag(std::string_view key);
    [[nodiscard]] std::optional<domain::TaskNumber> task_number(std::string_view key);
    /// A whole number above 0.
    [[nodiscard]] std::optional<std::uint64_t> count(std::string_view key);
    /// A task's number for a key that has to be there.
    [[nodiscard]] domain::TaskNumber required_task_number(std::string_view key);

    void refuse(std::string_view key, std::string text);
    [[nodiscard]] const std::optional<domain::Problem>& problem() const { return problem_; }

  private:
    template <class Value>
    [[nodiscard]] std::optional<Value> value(std::string_view key, std::string_view allowed);

    const codec::AskQuery* query_;
    std::optional<domain::Problem> problem_;
};

/// The rows of one answer, as many as a message may hold.
class QueryPage {
  public:
    /// Adds a row; false when it belongs on the next page. `key` is what the next page begins
    /// behind.
    [[nodiscard]] bool add(std::string row, std::string key);

    /// Ends the page where a search has come to, however few rows it found.
    void end_behind(std::string key);

    [[nodiscard]] const std::vector<std::string>& rows() const { return rows_; }
    /// Where to go on; empty when there are no more.
    [[nodiscard]] std::string next() const { return full_ ? last_key_ : std::string{}; }

  private:
    std::vector<std::string> rows_;
    std::size_t bytes_ = 0;
    std::string last_key_;
    bool full_ = false;
};

inline constexpr std::size_t most_rows_of_a_page = 200;
/// Of a search that may find little, so that no page reads all of the journal.
inline constexpr std::size_t most_records_of_a_page = 500;

/// For an `after` that no page gave as `next`.
[[nodiscard]] std::unexpected<domain::Problem> refuse_after();
/// An `after` that is a number, and nothing else.
template <class Number>
[[nodiscard]] domain::Result<Number> number_in_after(std::string_view after) {
    Number number{};
    const char* const last = after.data() + after.size();
    const auto [end, failure] = std::from_chars(after.data(), last, number);
    if (failure != std::errc{} || end != last) {
        return refuse_after();
    }
    return number;
}
/// The task that a question is about, where `number` is all that it takes.
[[nodiscard]] domain::Result<domain::TaskNumber> number_in(const codec::AskQuery& query);
[[nodiscard]] domain::Problem no_such_task(domain::TaskNumber number);
/// The number that a page begins behind; 0 for the first page.
template <class Number>
[[nodiscard]] domain::Result<Number> number_behind(std::string_view after) {
    return after.empty() ? Number{} : number_in_after<Number>(after);
}

} // namespace klik::daemon
