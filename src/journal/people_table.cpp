#include "journal/people_table.hpp"

#include "domain/person_name.hpp"

#include <charconv>
#include <cstdint>
#include <string>

namespace klik::journal {

namespace {

PersonId id_of(std::int64_t number) {
    return PersonId{"p" + std::to_string(number)};
}

/// Empty for an id that this table never gave, such as a shared mailbox's.
std::optional<std::int64_t> number_of(const PersonId& id) {
    std::int64_t number = 0;
    if (!id.value.starts_with('p')) {
        return std::nullopt;
    }
    const char* end = id.value.data() + id.value.size();
    const auto parsed = std::from_chars(id.value.data() + 1, end, number);
    if (parsed.ec != std::errc{} || parsed.ptr != end || id_of(number) != id) {
        return std::nullopt;
    }
    return number;
}

} // namespace

Result<std::optional<PersonId>> PeopleTable::find_name(const MunicipalityCode& municipality,
                                                       std::string_view name) {
    const std::string folded = domain::folded_name(name);
    auto query =
        database_.query("SELECT number FROM person WHERE municipality = ?1 AND folded_name = ?2");
    const auto row = query.bind(municipality.value, folded).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? std::optional(id_of(query.integer(0))) : std::nullopt;
}

Result<PersonId> PeopleTable::add(const MunicipalityCode& municipality, std::string_view name) {
    std::int64_t number = 0;
    {
        // Erased people keep their rows, so that the highest number is the highest ever given.
        auto query = database_.query(
            "SELECT coalesce(max(number), 0) + 1 FROM person WHERE municipality = ?1");
        if (const auto row = query.bind(municipality.value).step(); !row) {
            return std::unexpected(row.error());
        }
        number = query.integer(0);
    }
    const std::string tidy = domain::tidy_name(name);
    const std::string folded = domain::folded_name(name);
    auto insert = database_.query("INSERT INTO person (municipality, number, name, folded_name) "
                                  "VALUES (?1, ?2, ?3, ?4)");
    if (auto done = insert.bind(municipality.value, number, tidy, folded).run(); !done) {
        return std::unexpected(std::move(done.error()));
    }
    return id_of(number);
}

Result<std::optional<Person>> PeopleTable::find(const MunicipalityCode& municipality,
                                                const PersonId& id) {
    const auto number = number_of(id);
    if (!number) {
        return std::nullopt;
    }
    auto query = database_.query("SELECT name FROM person WHERE municipality = ?1 AND number = ?2");
    const auto row = query.bind(municipality.value, *number).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? std::optional(Person{id, query.bytes(0)}) : std::nullopt;
}

Result<std::vector<Person>> PeopleTable::all(const MunicipalityCode& municipality) {
    auto query =
        database_.query("SELECT number, name FROM person WHERE municipality = ?1 ORDER BY number");
    std::vector<Person> people;
    auto read = query.bind(municipality.value).for_each_row([&](const Query& row) -> Result<void> {
        people.push_back({id_of(row.integer(0)), row.bytes(1)});
        return {};
    });
    if (!read) {
        return std::unexpected(std::move(read.error()));
    }
    return people;
}

Result<void> PeopleTable::erase(const MunicipalityCode& municipality, const PersonId& id) {
    auto update = database_.query("UPDATE person SET name = NULL, folded_name = NULL "
                                  "WHERE municipality = ?1 AND number = ?2");
    return update.bind(municipality.value, number_of(id).value_or(0)).run();
}

// secure_delete overwrites the pages that SQLite gives back, but a page that was split or merged
// while the table grew can carry pieces of moved rows in its unused middle. Emptying the table
// gives back all of its pages, so that only what is still valid is written anew. The copy lies in
// memory (temp_store=MEMORY).
Result<void> PeopleTable::rewrite() {
    return database_.execute("CREATE TEMP TABLE kept AS SELECT * FROM main.person;"
                             "DELETE FROM main.person;"
                             "INSERT INTO main.person SELECT * FROM temp.kept;"
                             "DROP TABLE temp.kept");
}

} // namespace klik::journal
