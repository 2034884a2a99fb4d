#include "ctl/import_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/json_text.hpp"
#include "ctl/table.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

#include <memory>

namespace klik::ctl {

namespace {

std::string_view label(PageOutcome outcome, const Console& console) {
    switch (outcome) {
    case PageOutcome::imported:
        return console.say("importeret (ny eller ændret)", "imported (new or changed)");
    case PageOutcome::unchanged:
        return console.say("uændret", "unchanged");
    case PageOutcome::stale:
        return console.say("forældet (nyere er kendt)", "stale (later is known)");
    case PageOutcome::refused:
        return console.say("afvist", "refused");
    case PageOutcome::unanswered:
        break;
    }
    return console.say("ubesvaret", "unanswered");
}

std::string json_of(const ImportReport& report) {
    Value counts = Value::map();
    for (const PageOutcome outcome : page_outcomes) {
        counts.set(std::string{canonical(outcome)}, report.count(outcome));
    }
    Value::List pages;
    for (const PageReport& page : report.pages) {
        pages.push_back(
            Value::map({{"file", page.file},
                        {"number", page.number == 0 ? Value{} : Value{page.number}},
                        {"outcome", canonical(page.outcome)},
                        {"problem", page.problem.empty() ? Value{} : Value{page.problem}},
                        {"warnings", Value::List{page.warnings.begin(), page.warnings.end()}}}));
    }
    return to_json(Value::map({{"counts", counts}, {"pages", std::move(pages)}})) + "\n";
}

/// The municipality that is served, or the exit code after the reason was said.
std::expected<Municipality, int> served_municipality(Client& client, Console& console) {
    const auto rows = client.query("health");
    if (!rows) {
        return std::unexpected(report(rows.error(), console));
    }
    for (const Value& row : *rows) {
        if (row["subject"].text() == "municipality") {
            if (auto municipality = municipality_from_health(row["text"].text())) {
                return *std::move(municipality);
            }
        }
    }
    return std::unexpected(
        report(Error{"unreadable", "klikd does not say which municipality it serves"}, console));
}

int run_import(const std::vector<std::string>& paths, const Settings& settings, Console& console) {
    auto client = connect(settings, console);
    if (!client) {
        return client.error();
    }
    const auto municipality = served_municipality(*client, console);
    if (!municipality) {
        return municipality.error();
    }
    const auto done = import_pages(find_pages(paths), *municipality, *client, console);
    fmt::print(console.out, "{}", import_summary(done, console));
    if (done.lost_contact) {
        fmt::print(console.err, "klikctl: {}\n",
                   console.say("importen blev afbrudt; kør den igen, intet tælles to gange",
                               "the import was cut short; run it again, nothing counts twice"));
        return report(*done.lost_contact, console);
    }
    return done.count(PageOutcome::refused) > 0 ? exit_code::refused_input : exit_code::done;
}

} // namespace

std::string import_summary(const ImportReport& report, const Console& console) {
    if (console.json) {
        return json_of(report);
    }
    Table table{{{std::string{console.say("Resultat", "Outcome")}},
                 {std::string{console.say("Sider", "Pages")}, Align::right}}};
    for (const PageOutcome outcome : page_outcomes) {
        const std::size_t pages = report.count(outcome);
        if (outcome == PageOutcome::unanswered && pages == 0) {
            continue;
        }
        const bool bad = outcome == PageOutcome::refused && pages > 0;
        table.add({{std::string{label(outcome, console)}, bad ? Ink::red : Ink::plain},
                   {std::to_string(pages), bad ? Ink::red : Ink::plain}});
    }
    return table.text({console.colour, console.width_columns});
}

void add_import_command(CLI::App& program, Invocation& invocation) {
    CLI::App* command = program.add_subcommand("import", "Bring KLIK pages (text or PDF) to klikd");
    const auto paths = std::make_shared<std::vector<std::string>>();
    command->add_option("PATH", *paths, "Pages, or folders with pages in and below them")
        ->required();
    command->callback([&invocation, paths] {
        invocation.run = [paths](const Settings& settings, Console& console) {
            return run_import(*paths, settings, console);
        };
    });
}

} // namespace klik::ctl
