#include "daemon/query_page.hpp"

#include "codec/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klik::daemon {

namespace {

/// A client that asks and does not read keeps its pages here. A single row may be larger.
constexpr std::size_t most_bytes_of_a_page = std::size_t{64} * 1024;
constexpr std::string_view number_allowed = "the number of a task";

} // namespace

QueryKeys::QueryKeys(const codec::AskQuery& query, std::initializer_list<std::string_view> known)
    : query_{&query} {
    for (const auto& [key, given] : query.keys) {
        if (std::ranges::find(known, key) == known.end()) {
            refuse(key, known.size() == 0
                            ? fmt::format("is not known; {} takes no keys", query.what)
                            : fmt::format("is not a key of {}; its keys are {}", query.what,
                                          fmt::join(known, ", ")));
        }
    }
}

template <class Value>
std::optional<Value> QueryKeys::value(std::string_view key, std::string_view allowed) {
    const auto found = query_->keys.find(std::string{key});
    if (found == query_->keys.end()) {
        return std::nullopt;
    }
    if (const auto* fitting = std::get_if<Value>(&found->second)) {
        return *fitting;
    }
    refuse(key, fmt::format("must be {}", allowed));
    return std::nullopt;
}

std::optional<std::string> QueryKeys::text(std::string_view key) {
    return value<std::string>(key, "a text");
}

std::optional<bool> QueryKeys::flag(std::string_view key) {
    return value<bool>(key, "true or false");
}

std::optional<domain::TaskNumber> QueryKeys::task_number(std::string_view key) {
    const auto number = value<std::int64_t>(key, number_allowed);
    if (number == 0) {
        refuse(key, fmt::format("must be {}", number_allowed));
    }
    return number ? std::optional{domain::TaskNumber{*number}} : std::nullopt;
}

std::optional<std::uint64_t> QueryKeys::count(std::string_view key) {
    constexpr std::string_view allowed = "a whole number above 0";
    const auto number = value<std::int64_t>(key, allowed);
    if (number && *number <= 0) {
        refuse(key, fmt::format("must be {}", allowed));
        return std::nullopt;
    }
    return number ? std::optional{static_cast<std::uint64_t>(*number)} : std::nullopt;
}

domain::TaskNumber QueryKeys::required_task_number(std::string_view key) {
    const auto number = task_number(key);
    if (!number) {
        refuse(key, fmt::format("must be {}", number_allowed));
    }
    return number.value_or(domain::TaskNumber{});
}

void QueryKeys::refuse(std::string_view key, std::string text) {
    if (!problem_) {
        problem_ = domain::Problem{"malformed", codec::printable(key), std::move(text)};
    }
}

std::unexpected<domain::Problem> refuse_after() {
    return domain::malformed("after", "must be what the page before gave as next");
}

domain::Result<domain::TaskNumber> number_in(const codec::AskQuery& query) {
    QueryKeys keys{query, {"number"}};
    const auto number = keys.required_task_number("number");
    if (keys.problem()) {
        return std::unexpected(*keys.problem());
    }
    return number;
}

domain::Problem no_such_task(domain::TaskNumber number) {
    return {"not_found", "number", "there is no task " + to_string(number)};
}

bool QueryPage::add(std::string row, std::string key) {
    const bool fits = rows_.size() < most_rows_of_a_page &&
                      (rows_.empty() || bytes_ + row.size() <= most_bytes_of_a_page);
    if (!fits) {
        full_ = true;
        return false;
    }
    bytes_ += row.size();
    rows_.push_back(std::move(row));
    last_key_ = std::move(key);
    return true;
}

void QueryPage::end_behind(std::string key) {
    full_ = true;
    last_key_ = std::move(key);
}

} // namespace klik::daemon
