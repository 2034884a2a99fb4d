#include "journal/input_table.hpp"

#include "journal/record_keys.hpp"

#include <utility>

namespace klik::journal {

namespace {

/// Whoever invents a source for each fact does not fill the memory.
constexpr std::size_t most_kept_numbers = 1000;

} // namespace

Result<std::optional<Sequence>> InputTable::find(const MunicipalityCode& municipality,
                                                 std::string_view source, std::string_view id) {
    const auto number = number_of(municipality, source);
    if (!number) {
        return std::unexpected(number.error());
    }
    if (!*number) {
        return std::nullopt;
    }
    auto query = database_.query(find_);
    const auto row = query.bind(**number, id).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? std::optional(Sequence{static_cast<std::uint64_t>(query.integer(0))})
                : std::nullopt;
}

Result<void> InputTable::add(const MunicipalityCode& municipality, std::string_view source,
                             std::string_view id, Sequence sequence) {
    const auto known = number_of(municipality, source);
    if (!known) {
        return std::unexpected(known.error());
    }
    const auto number = *known ? Result<std::int64_t>{**known} : new_number(municipality, source);
    if (!number) {
        return std::unexpected(number.error());
    }
    return database_.query(add_).bind(*number, id, stored(sequence)).run();
}

Result<std::optional<std::int64_t>> InputTable::number_of(const MunicipalityCode& municipality,
                                                          std::string_view source) {
    if (const auto by_name = numbers_.find(municipality.value); by_name != numbers_.end()) {
        if (const auto kept = by_name->second.find(source); kept != by_name->second.end()) {
            return kept->second;
        }
    }
    auto query = database_.query("SELECT number FROM source WHERE municipality = ?1 AND name = ?2");
    const auto row = query.bind(municipality.value, source).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    if (!*row) {
        return std::nullopt;
    }
    keep_number(municipality, source, query.integer(0));
    return query.integer(0);
}

Result<std::int64_t> InputTable::new_number(const MunicipalityCode& municipality,
                                            std::string_view source) {
    auto query =
        database_.query("INSERT INTO source (municipality, name) VALUES (?1, ?2) RETURNING number");
    if (const auto row = query.bind(municipality.value, source).step(); !row) {
        return std::unexpected(row.error());
    }
    keep_number(municipality, source, query.integer(0));
    return query.integer(0);
}

void InputTable::keep_number(const MunicipalityCode& municipality, std::string_view source,
                             std::int64_t number) {
    if (kept_numbers_ == most_kept_numbers) {
        forget_numbers();
    }
    numbers_[municipality.value].emplace(source, number);
    ++kept_numbers_;
}

void InputTable::forget_numbers() {
    numbers_.clear();
    kept_numbers_ = 0;
}

} // namespace klik::journal
