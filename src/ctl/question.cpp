#include "ctl/question.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/json_text.hpp"
#include "ctl/terminal_text.hpp"

#include <fmt/ostream.h>

namespace klik::ctl {

std::expected<std::vector<Value>, int> rows_of(const Question& question, const Settings& settings,
                                               Console& console) {
    auto client = connect(settings, console);
    if (!client) {
        return std::unexpected(client.error());
    }
    auto rows = client->query(question.what, question.keys);
    if (!rows) {
        return std::unexpected(report(rows.error(), console));
    }
    return *std::move(rows);
}

void print_rows(const std::vector<Value>& rows, const RowsText& text, Console& console) {
    fmt::print(console.out, "{}",
               console.json ? to_json(rows) + '\n' : text(terminal_lines(rows).list(), console));
}

int show_rows(const Question& question, const RowsText& text, const Settings& settings,
              Console& console) {
    const auto rows = rows_of(question, settings, console);
    if (!rows) {
        return rows.error();
    }
    print_rows(*rows, text, console);
    return exit_code::done;
}

int show_rows_by_name(const Question& question, const NamedRowsText& text, const Settings& settings,
                      Console& console) {
    auto connected = connect_with_people(settings, console);
    if (!connected) {
        return connected.error();
    }
    const auto rows = connected->client.query(question.what, question.keys);
    if (!rows) {
        return report(rows.error(), console);
    }
    print_rows(
        *rows,
        [&](const auto& shown, const Console& reader) {
            return text(shown, connected->people, reader);
        },
        console);
    return exit_code::done;
}

std::expected<ClientAndPeople, int> connect_with_people(const Settings& settings,
                                                        Console& console) {
    auto client = connect(settings, console);
    if (!client) {
        return std::unexpected(client.error());
    }
    auto people = People::of(*client);
    if (!people) {
        return std::unexpected(report(people.error(), console));
    }
    return ClientAndPeople{*std::move(client), *std::move(people)};
}

} // namespace klik::ctl
