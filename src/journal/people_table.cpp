#include "journal/people_table.hpp"

#include "domain/person_name.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>

namespace klik::journal {

namespace {

/// Up to here a given id such as p7 takes the number 7. A larger one would leave none to count on
/// with.
constexpr std::int64_t last_number_given = 999'999'999;

PersonId id_of(std::int64_t number) {
    return PersonId{"p" + std::to_string(number)};
}

/// Empty for an id that this table would not give by itself.
std::optional<std::int64_t> number_of(const PersonId& id) {
    std::int64_t number = 0;
    if (!id.value.starts_with('p')) {
        return std::nullopt;
    }
    const char* end = id.value.data() + id.value.size();
    const auto parsed = std::from_chars(id.value.data() + 1, end, number);
    if (parsed.ec != std::errc{} || parsed.ptr != end || number < 1 || id_of(number) != id) {
        return std::nullopt;
    }
    return number;
}

constexpr std::string_view person_columns =
    "SELECT number, given_id, name, email, language FROM person WHERE municipality = ?1 ";

Person person_in(const Query& row) {
    return {row.is_null(1) ? id_of(row.integer(0)) : PersonId{row.bytes(1)}, row.bytes(2),
            row.bytes(3), row.bytes(4)};
}

} // namespace

Result<std::optional<PersonId>> PeopleTable::find_name(const MunicipalityCode& municipality,
                                                       std::string_view name) {
    const std::string folded = domain::folded_name(name);
    auto query = database_.query(std::string(person_columns) + "AND folded_name = ?2");
    const auto row = query.bind(municipality.value, folded).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? std::optional(person_in(query).id) : std::nullopt;
}

Result<PersonId> PeopleTable::add(const MunicipalityCode& municipality, std::string_view name) {
    const auto number = next_number(municipality);
    if (!number) {
        return std::unexpected(number.error());
    }
    if (auto added = insert(municipality, *number, nullptr); !added) {
        return std::unexpected(std::move(added.error()));
    }
    if (auto named = set_name(municipality, *number, name); !named) {
        return std::unexpected(std::move(named.error()));
    }
    return id_of(*number);
}

/// Erased people keep their rows, so that the highest number is the highest ever given. A number
/// whose id was given to somebody else is left out.
Result<std::int64_t> PeopleTable::next_number(const MunicipalityCode& municipality) {
    std::int64_t number = 0;
    {
        auto query = database_.query(
            "SELECT coalesce(max(number), 0) + 1 FROM person WHERE municipality = ?1");
        if (const auto row = query.bind(municipality.value).step(); !row) {
            return std::unexpected(row.error());
        }
        number = query.integer(0);
    }
    while (true) {
        const auto given = row_of(municipality, id_of(number));
        if (!given) {
            return std::unexpected(given.error());
        }
        if (!*given) {
            return number;
        }
        ++number;
    }
}

Result<void> PeopleTable::insert(const MunicipalityCode& municipality, std::int64_t number,
                                 const PersonId* given) {
    if (given == nullptr) {
        return database_.query("INSERT INTO person (municipality, number) VALUES (?1, ?2)")
            .bind(municipality.value, number)
            .run();
    }
    return database_
        .query("INSERT INTO person (municipality, number, given_id) VALUES (?1, ?2, ?3)")
        .bind(municipality.value, number, given->value)
        .run();
}

/// The name is found under this row alone from then on.
Result<void> PeopleTable::set_name(const MunicipalityCode& municipality, std::int64_t number,
                                   std::string_view name) {
    const std::string tidy = domain::tidy_name(name);
    const std::string folded = domain::folded_name(name);
    auto freed = database_
                     .query("UPDATE person SET folded_name = NULL WHERE municipality = ?1 AND "
                            "folded_name = ?2 AND number <> ?3")
                     .bind(municipality.value, folded, number)
                     .run();
    if (!freed) {
        return freed;
    }
    return database_
        .query("UPDATE person SET name = ?3, folded_name = ?4 "
               "WHERE municipality = ?1 AND number = ?2")
        .bind(municipality.value, number, tidy, folded)
        .run();
}

Result<std::optional<std::int64_t>> PeopleTable::row_of(const MunicipalityCode& municipality,
                                                        const PersonId& id) {
    auto query = database_.query("SELECT number FROM person WHERE municipality = ?1 AND "
                                 "(given_id = ?2 OR (number = ?3 AND given_id IS NULL))");
    const auto row = query.bind(municipality.value, id.value, number_of(id).value_or(0)).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? std::optional(query.integer(0)) : std::nullopt;
}

/// An id such as p7 is taken out of the count; others, and p7 where another's row has that number,
/// have a number beside their own.
Result<std::int64_t> PeopleTable::add_given(const MunicipalityCode& municipality,
                                            const PersonId& id) {
    auto number = next_number(municipality);
    if (!number) {
        return number;
    }
    bool counted = false;
    if (const auto wanted = number_of(id); wanted && *wanted <= last_number_given) {
        auto query =
            database_.query("SELECT 1 FROM person WHERE municipality = ?1 AND number = ?2");
        const auto taken = query.bind(municipality.value, *wanted).step();
        if (!taken) {
            return std::unexpected(taken.error());
        }
        counted = !*taken;
        number = counted ? *wanted : *number;
    }
    if (auto added = insert(municipality, *number, counted ? nullptr : &id); !added) {
        return std::unexpected(std::move(added.error()));
    }
    return number;
}

Result<bool> PeopleTable::keep(const MunicipalityCode& municipality, const PersonId& id,
                               const PersonNews& news) {
    auto known = row_of(municipality, id);
    if (known && !*known) {
        auto added = add_given(municipality, id);
        known = added ? Result<std::optional<std::int64_t>>{*added}
                      : std::unexpected(std::move(added.error()));
    }
    if (!known) {
        return std::unexpected(std::move(known.error()));
    }
    if (!news.name.empty()) {
        if (auto named = set_name(municipality, **known, news.name); !named) {
            return std::unexpected(std::move(named.error()));
        }
    }
    return set_contact(municipality, **known, news);
}

Result<bool> PeopleTable::set_contact(const MunicipalityCode& municipality, std::int64_t number,
                                      const PersonNews& news) {
    std::string email_before;
    {
        auto query =
            database_.query("SELECT email FROM person WHERE municipality = ?1 AND number = ?2");
        if (const auto row = query.bind(municipality.value, number).step(); !row) {
            return std::unexpected(row.error());
        }
        email_before = query.bytes(0);
    }
    const auto set = [&](std::string_view sql, const std::optional<std::string>& value) {
        return value ? database_.query(sql).bind(municipality.value, number, *value).run()
                     : Result<void>{};
    };
    auto done = set("UPDATE person SET email = nullif(?3, '') "
                    "WHERE municipality = ?1 AND number = ?2",
                    news.email);
    if (done) {
        done = set("UPDATE person SET language = nullif(?3, '') "
                   "WHERE municipality = ?1 AND number = ?2",
                   news.language);
    }
    if (!done) {
        return std::unexpected(std::move(done.error()));
    }
    return news.email && !news.email->empty() && *news.email != email_before;
}

Result<std::optional<Person>> PeopleTable::find(const MunicipalityCode& municipality,
                                                const PersonId& id) {
    const auto number = row_of(municipality, id);
    if (!number) {
        return std::unexpected(number.error());
    }
    if (!*number) {
        return std::nullopt;
    }
    auto query = database_.query(std::string(person_columns) + "AND number = ?2");
    const auto row = query.bind(municipality.value, **number).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? std::optional(person_in(query)) : std::nullopt;
}

Result<std::vector<Person>> PeopleTable::all(const MunicipalityCode& municipality) {
    auto query = database_.query(std::string(person_columns) + "ORDER BY number");
    std::vector<Person> people;
    auto read = query.bind(municipality.value).for_each_row([&](const Query& row) -> Result<void> {
        people.push_back(person_in(row));
        return {};
    });
    if (!read) {
        return std::unexpected(std::move(read.error()));
    }
    return people;
}

Result<std::vector<PersonId>> PeopleTable::erase(const MunicipalityCode& municipality,
                                                 const PersonId& id) {
    const auto people = all(municipality);
    if (!people) {
        return std::unexpected(people.error());
    }
    const auto person = std::ranges::find(*people, id, &Person::id);
    std::vector<PersonId> erased;
    for (const Person& each : *people) {
        const bool namesake = person != people->end() && !person->name.empty() &&
                              domain::folded_name(each.name) == domain::folded_name(person->name);
        if (each.id != id && !namesake) {
            continue;
        }
        const auto number = row_of(municipality, each.id);
        if (!number) {
            return std::unexpected(number.error());
        }
        // Two with ids that a platform gave are two people, whatever they are called.
        if (each.id != id && each.id != id_of(number->value_or(0))) {
            continue;
        }
        auto update =
            database_.query("UPDATE person SET name = NULL, folded_name = NULL, email = NULL, "
                            "language = NULL WHERE municipality = ?1 AND number = ?2");
        if (auto done = update.bind(municipality.value, number->value_or(0)).run(); !done) {
            return std::unexpected(std::move(done.error()));
        }
        erased.push_back(each.id);
    }
    return erased;
}

Result<void> PeopleTable::rewrite() {
    return database_.rewrite("person");
}

} // namespace klik::journal
